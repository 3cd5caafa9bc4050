// A camera that a test directs: it shows the picture of one hand, and `direct(way, seconds)` moves it along a way, given as
// places in palm lengths from where it rests. It comes in place of the browser's own camera before the page begins.
(() => {
  const [WIDTH, HEIGHT, PALM] = [640, 480, 70];
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  let picture = null;
  let film = { way: [[0, 0]], seconds: 1, began: 0 };

  function placeNow() {
    const part = Math.min(1, (performance.now() - film.began) / 1000 / film.seconds);
    const place = part * (film.way.length - 1);
    const [from, to] = [film.way[Math.floor(place)], film.way[Math.ceil(place)]];
    return [0, 1].map((axis) => from[axis] + (place % 1) * (to[axis] - from[axis]));
  }

  setInterval(() => {
    context.fillStyle = '#8a9a80';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const [x, y] = placeNow();
    if (picture !== null) context.drawImage(picture, PALM * x, PALM * y);
  }, 33);

  window.direct = (way, seconds) => {
    film = { way, seconds, began: performance.now() };
  };
  window.showHand = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  };
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
})();
