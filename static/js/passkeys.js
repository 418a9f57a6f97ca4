// Passkeys: shows the button where the browser can use it, and says so when the device gave none.
// Allauth's script does the work and reports trouble as an event.
const all = (name) => document.querySelectorAll(`[data-passkey-${name}]`);

if (window.PublicKeyCredential) {
  all("button").forEach((button) => { button.hidden = false; });
} else {
  all("missing").forEach((note) => { note.hidden = false; });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  all("trouble").forEach((note) => { note.hidden = false; });
});
