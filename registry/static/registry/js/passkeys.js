// Makes and uses passkeys. Without this file the forms for them stay hidden or say what is missing.
// What has to be signed comes from the server; webauthn-json turns it into what browsers take.
const { webauthnJSON } = globalThis;
const options = document.getElementById("passkey-options");

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!webauthnJSON?.supported()) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector("[role=alert]");
    told.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
    } catch (error) {
      told.textContent = wordsFor(error);
      return;
    }
    form.submit();
  });
}

async function ask(form) {
  switch (form.dataset.passkey) {
    case "create": return webauthnJSON.create(toCreate(form));
    case "confirm": return webauthnJSON.get(JSON.parse(options.textContent).request_options);
    default: return webauthnJSON.get(await toSignIn(form));
  }
}

function toCreate(form) {
  const wanted = JSON.parse(options.textContent).creation_options;
  const isAlone = form.elements.passwordless.checked;
  Object.assign(wanted.publicKey.authenticatorSelection, {
    residentKey: isAlone ? "required" : "discouraged",
    requireResidentKey: isAlone,
    ...(isAlone && { userVerification: "required" }),
  });
  return wanted;
}

async function toSignIn(form) {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (response.status === 429) throw new Error("Too many attempts. Wait a minute, then try again.");
  if (!response.ok) throw new Error("The registry did not answer. Try again.");
  return (await response.json()).request_options;
}

function wordsFor(error) {
  switch (error.name) {
    case "NotAllowedError": return "Nothing was used: it was cancelled, or it took too long. Try again.";
    case "InvalidStateError": return "This device has a passkey for your account already.";
    case "SecurityError": return "The browser allows passkeys only at the registry's own address over https.";
    default: return error.message;
  }
}
