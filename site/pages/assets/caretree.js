// Says that a review is overdue. The page itself never knows what day it is: its bytes are the same on every day.
document.querySelectorAll("time.ct-review-by").forEach(function (time) {
  var today = new Date();
  var day = [today.getFullYear(), String(today.getMonth() + 1).padStart(2, "0"), String(today.getDate()).padStart(2, "0")].join("-");
  if (time.dateTime && time.dateTime < day) {
    var words = document.createElement("strong");
    words.className = "ct-overdue";
    words.textContent = "Review is overdue";
    time.after(" ", words);
  }
});

// A link to a line of the text form opens it first, and a printed page shows every text form that is open.
function openTarget() {
  var name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch (error) {
    return; // a broken link names nothing
  }
  var target = name && document.getElementById(name);
  var closed = target && target.closest("details:not([open])");
  if (closed) {
    closed.open = true;
    target.scrollIntoView();
  }
}
window.addEventListener("hashchange", openTarget);
openTarget();
