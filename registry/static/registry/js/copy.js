// Copies a block of text to the clipboard. Without this file the buttons stay hidden and the text is
// marked and copied by hand.
const told = document.createElement("p");
told.className = "visually-hidden";
told.setAttribute("role", "status");
document.body.append(told);

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(button, "Copied");
    } catch {
      // No clipboard without https or permission: mark the text, so that a key press copies it.
      getSelection().selectAllChildren(source);
      say(button, "Marked: copy it with the keyboard");
    }
  });
}

function say(button, words) {
  button.textContent = told.textContent = words;
  setTimeout(() => { button.textContent = "Copy"; }, 4000);
}
