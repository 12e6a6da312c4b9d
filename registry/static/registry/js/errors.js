// Takes a reader who sent a form with faults straight to the list of them, as screen readers and
// keyboards need it. Without this file the list stands at the top of the page all the same.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
