// Without this, the form has its button. With it, a file that is dropped anywhere, or chosen, is sent at once.
const form = document.getElementById("upload"), input = form.querySelector("input[type=file]");
input.addEventListener("change", () => { if (input.files.length) form.submit(); });
for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, event => {
  event.preventDefault();
  form.classList.toggle("over", kind === "dragover");
  if (kind !== "drop" || !event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  form.submit();
});
