'use strict';
// Draws every chart of the page into its place, with a legend of buttons above it, again whenever room or colours change.
const data = JSON.parse(document.getElementById('data').textContent);

function legend(element, items, chart) {
  if (items.length < 2) return;
  const list = document.createElement('div');
  list.className = 'legend';
  items.forEach(item => {
    const button = document.createElement('button');
    const swatch = document.createElement('i');
    swatch.style.background = `var(--c${item.color % 10})`;
    if (item.look === 'DASHED') swatch.className = 'dashed';
    if (item.look === 'FAINT') swatch.className = 'faint';
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    button.append(swatch, document.createTextNode(item.name));
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      chart.dispatchAction({type: shown ? 'legendSelect' : 'legendUnSelect', name: item.name});
    });
    list.append(button);
  });
  element.before(list);
}

// The posterior of the point that is pointed at: an area with soft edges, at one and two standard deviations.
function penumbra(chart, spec) {
  const outline = ([x, y], [sx, sy], k) => Array.from({length: 48}, (_, i) => {
    const angle = i * Math.PI / 24;
    return chart.convertToPixel('grid', [x + k * sx * Math.cos(angle), y + k * sy * Math.sin(angle)]);
  });
  const areas = shapes => chart.setOption({graphic: [1, 2].map(k => ({
    id: `area-${k}`,
    type: 'polygon',
    silent: true,
    z: 3,
    shape: {points: shapes ? outline(...shapes, k) : []},
    style: {fill: theme.color('--ink'), opacity: 0.16},
  }))});
  chart.on('mouseover', p => {
    const spread = spec.groups[p.seriesIndex]?.spreads[p.dataIndex];
    areas(spread ? [spec.groups[p.seriesIndex].points[p.dataIndex], spread] : null);
  });
  chart.on('mouseout', () => areas(null));
}

for (const element of document.querySelectorAll('[data-chart]')) {
  const spec = data[element.dataset.chart];
  element.classList.add(spec.kind);
  const chart = echarts.init(element, null, {renderer: 'svg'});
  const draw = () => chart.setOption(kinds[spec.kind](spec, {width: element.clientWidth, height: element.clientHeight}), true);
  legend(element, spec.groups ?? spec.series ?? [], chart);
  if (spec.kind === 'scatter' && spec.groups.some(g => g.spreads.length)) penumbra(chart, spec);
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(element);
  theme.listeners.push(draw);
  draw();
}
