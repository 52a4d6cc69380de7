// What a page adds to its text: nothing here is needed to read it.

// A review is overdue. The page itself never knows what day it is: its bytes are the same on every day.
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

// The wording: remembered, and only that.
document.querySelectorAll(".ct-audience").forEach(function (choice) {
  var root = document.documentElement;
  choice.hidden = false;
  choice.querySelectorAll("input").forEach(function (input) {
    input.checked = input.value === root.getAttribute("data-ct-audience");
    input.addEventListener("change", function () {
      root.setAttribute("data-ct-audience", input.value);
      try {
        localStorage.setItem("caretree-audience", input.value);
      } catch (error) {
        // not remembered, but shown
      }
    });
  });
});

// A link into something folded opens it first.
function openTarget() {
  var name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch (error) {
    return; // a broken link names nothing
  }
  var target = name && document.getElementById(name);
  var folded = target && target.closest("details:not([open])");
  if (!folded) return;
  for (; folded; folded = folded.parentElement.closest("details:not([open])")) folded.open = true;
  target.scrollIntoView();
}
window.addEventListener("hashchange", openTarget);
openTarget();

// What the theme leaves without a name, for those who hear a page; and a wide table can be moved with the keyboard.
document.querySelectorAll("[data-md-component=search]").forEach(function (dialog) {
  dialog.setAttribute("aria-label", "Search");
});
function nameParts(root) {
  root.querySelectorAll(".md-code__nav").forEach(function (buttons, place) {
    buttons.setAttribute("aria-label", "Code block " + (place + 1));
  });
  root.querySelectorAll(".md-typeset__scrollwrap").forEach(function (wide) {
    wide.tabIndex = 0;
  });
}
document.querySelectorAll("article").forEach(function (article) {
  nameParts(article);
  new MutationObserver(function () {
    nameParts(article);
  }).observe(article, { childList: true, subtree: true });
});
