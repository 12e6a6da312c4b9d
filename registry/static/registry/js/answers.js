// Saves answers a moment after they were typed. Without it the button does.
(() => {
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const status = document.getElementById("draft-saved");
  let timer = 0;
  let version = 0;
  let saved = 0;

  const save = async () => {
    const sending = version;
    status.textContent = "Saving …";
    try {
      const response = await fetch(location.href, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(form),
        redirect: "manual",
      });
      if (![200, 400, 409].includes(response.status)) throw new Error(response.type);
      const answer = await response.json();
      Object.entries(answer.tokens).forEach(([label, token]) => { form.elements[`token-${label}`].value = token; });
      Object.entries(answer.notes).forEach(([id, note]) => {
        const place = document.getElementById(id);
        if (place.innerHTML.trim() !== note.trim()) place.innerHTML = note;
      });
      document.getElementById("open-answers").textContent = answer.open;
      if (answer.refused.length) {
        status.textContent = `Not saved. ${answer.refused.join(" ")} Press “Save the answers” to see both.`;
        return;
      }
      status.innerHTML = answer.saved;
      status.dispatchEvent(new Event("moments", { bubbles: true }));
      saved = sending;
    } catch {
      status.textContent = "Not saved yet: no connection, or you are signed out. What you typed is still here.";
      timer = setTimeout(save, 5000);
    }
  };

  form.addEventListener("input", () => {
    version += 1;
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); saved = version; });
  addEventListener("beforeunload", (event) => { if (version !== saved) event.preventDefault(); });
})();
