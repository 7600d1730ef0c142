// smooth.js N: debiased exponential smoothing of N points over typed arrays, five times, in milliseconds.
const N = parseInt(process.argv[2]);
function noise(i) {
  let h = (Math.imul(i, 2654435761) + 12345) >>> 0;
  h ^= h >>> 15; h = Math.imul(h, 2246822519) >>> 0; h ^= h >>> 13;
  return (h >>> 8) / 16777216 - 0.5;
}
const ys = new Float32Array(N), out = new Float32Array(N);
for (let i = 0; i < N; i++) ys[i] = 1 / (1 + i / (N / 50)) + 0.1 * noise(i);
const w = 0.99;
function typed() {
  let last = 0, p = 1;
  for (let i = 0; i < N; i++) {
    last = last * w + (1 - w) * ys[i];
    p = p > 1e-18 ? p * w : 0;  // a denormal product would make it many times slower
    out[i] = last / (1 - p);
  }
  return out[N - 1];
}
const values = [];
for (let k = 0; k < 5; k++) { const t = performance.now(); typed(); values.push(performance.now() - t); }
console.log(JSON.stringify({peer: "node " + process.version, values}));
