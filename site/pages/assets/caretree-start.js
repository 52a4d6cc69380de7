// Runs before anything is drawn, so that a page never shows one wording and then the other. Without scripts both show.
(function () {
  var wanted = "clinicians";
  try {
    if (localStorage.getItem("caretree-audience") === "patients") wanted = "patients";
  } catch (error) {
    // a browser that keeps nothing shows the wording for clinicians
  }
  document.documentElement.setAttribute("data-ct-audience", wanted);
})();
