// Two soft tones when a referral arrives; loaded only for people who asked for it.
// Browsers let a page sound only after somebody has touched it.
let audio = null;

function wake() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!audio && Context) audio = new Context();
  if (audio && audio.state === "suspended") audio.resume();
}

function tone(pitch, start) {
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.2, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  source.connect(volume).connect(audio.destination);
  source.start(start);
  source.stop(start + 0.4);
}

document.addEventListener("pointerdown", wake);
document.addEventListener("keydown", wake);
document.addEventListener("arrived", () => {
  if (!audio || audio.state !== "running") return;
  tone(660, audio.currentTime);
  tone(880, audio.currentTime + 0.2);
  document.body.dataset.sounded = "1";
});
