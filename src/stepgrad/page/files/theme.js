// Day and night: a button that changes them, and what the reader chose the last time.
"use strict";

/** Colours as the system has them, or as the reader wants them. */
function startThemes(toggle) {
  const key = "stepgrad-theme";
  const themes = ["auto", "light", "dark"];
  let theme = "auto";
  try {
    if (themes.includes(localStorage.getItem(key))) theme = localStorage.getItem(key);
  } catch { /* a page from disk may not be allowed to remember */ }

  function show() {
    document.documentElement.dataset.theme = theme;
    toggle.querySelector("span").textContent = theme;
  }
  toggle.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    show();
    try {
      localStorage.setItem(key, theme);
    } catch { /* then for now only */ }
  });
  show();
}

startThemes(document.querySelector(".theme-toggle"));
