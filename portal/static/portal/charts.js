// Draws the ECharts option that a page carries as JSON. Knows nothing of what it shows.
(function () {
  "use strict";
  function draw(place) {
    const option = document.getElementById(place.dataset.chart);
    if (!option || !window.echarts) return;
    place.classList.add("drawn"); // shown only once there is something to draw with
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption(JSON.parse(option.textContent));
    window.addEventListener("resize", function () { chart.resize(); });
  }
  document.querySelectorAll("[data-chart]").forEach(draw);
})();
