'use strict';
// One function per kind of chart: from its data to an ECharts option. `size` is the drawing's width and height in pixels.
const LEFT = 52; // room for the numbers of the y axis

const format = value => {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
};

const palette = () => Array.from({length: 10}, (_, i) => theme.color(`--c${i}`));
const colorOf = (colors, series) => colors[series.color % colors.length];

// Text from data enters the page through textContent only.
function box(lines, picture) {
  const element = document.createElement('div');
  element.className = 'tip';
  if (picture) element.append(picture);
  const text = document.createElement('div');
  lines.forEach((line, i) => {
    const p = document.createElement(i === 0 ? 'strong' : 'span');
    p.textContent = line;
    text.append(p);
  });
  element.append(text);
  return element;
}

function axis(spec, name, extra) {
  const quiet = {color: theme.color('--quiet')};
  const line = {lineStyle: {color: theme.color('--line')}};
  return {
    type: spec.log ? 'log' : 'value',
    name: spec.title,
    // The y axis is named above it, where a long name can be read and has room on a phone.
    ...(name === 'x'
      ? {nameLocation: 'middle', nameGap: 28, nameTextStyle: {color: theme.color('--ink'), fontSize: 13}}
      : {nameLocation: 'end', nameGap: 12, nameTextStyle: {color: theme.color('--ink'), fontSize: 13, align: 'left', padding: [0, 0, 0, -LEFT]}}),
    axisLabel: {...quiet, formatter: format, hideOverlap: true, ...(spec.max === null ? {} : {showMaxLabel: false})},
    axisLine: {show: name === 'x', onZero: false, ...line},
    axisTick: {show: false},
    splitLine: line,
    ...(spec.min === null ? {} : {min: spec.min}),
    ...(spec.max === null ? {} : {max: spec.max}),
    ...extra,
  };
}

function common() {
  return {
    animation: false,
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: theme.color('--ink')},
    grid: {left: LEFT, right: 18, top: 34, bottom: 48, outerBoundsMode: 'none'},
    tooltip: {
      confine: true,
      padding: 8,
      backgroundColor: theme.color('--card'),
      borderColor: theme.color('--line'),
      textStyle: {color: theme.color('--ink'), fontSize: 13},
    },
  };
}

const kinds = {
  lines(data) {
    const colors = palette();
    const base = common();
    return {
      ...base,
      legend: {show: false},
      xAxis: axis(data.x, 'x', {scale: true, boundaryGap: false}),
      yAxis: axis(data.y, 'y', {scale: true}),
      tooltip: {
        ...base.tooltip,
        formatter: p => box([p.seriesName, ...(p.data.label ? [p.data.label] : []),
          `${data.x.title}: ${format(p.value[0])}`, `${data.y.title}: ${format(p.value[1])}`]),
      },
      series: data.series.map(s => line(s, colorOf(colors, s))),
    };
  },

  scatter(data, size) {
    const colors = palette();
    const base = common();
    const [x, y] = equalScale(data, size, base.grid);
    const series = data.groups.map(g => ({
      type: 'scatter',
      name: g.name,
      symbolSize: size.width < 440 ? 4 : 6,
      itemStyle: {color: colorOf(colors, g), opacity: 0.75},
      emphasis: {itemStyle: {opacity: 1, borderColor: theme.color('--ink'), borderWidth: 1.5}},
      data: g.points,
    }));
    return {
      ...base,
      legend: {show: false},
      xAxis: axis(data.x, 'x', x),
      yAxis: axis(data.y, 'y', y),
      tooltip: {...base.tooltip, formatter: p => pointBox(data, data.groups[p.seriesIndex], p.dataIndex)},
      series: data.named ? [...series, names(data.groups, size.width < 440 ? 13 : 17)] : series,
    };
  },

  bars(data) {
    const base = common();
    const colors = palette();
    return {
      ...base,
      xAxis: {...axis(data.x, 'x'), type: 'category', data: data.bars.map(b => b.name), axisLabel: {color: theme.color('--quiet')}},
      yAxis: axis(data.y, 'y'),
      tooltip: {...base.tooltip, formatter: p => box([p.name, `${data.y.title}: ${format(p.value)}`])},
      series: [{
        type: 'bar',
        barMaxWidth: 44,
        data: data.bars.map(b => ({value: b.value, itemStyle: {color: b.strong ? colors[0] : colors[3]}})),
      }],
    };
  },

  histogram(data) {
    const base = common();
    const color = palette()[0];
    const width = (data.high - data.low) / data.counts.length;
    return {
      ...base,
      xAxis: axis(data.x, 'x', {min: data.low, max: data.high}),
      yAxis: axis(data.y, 'y'),
      tooltip: {
        ...base.tooltip,
        formatter: p => box([format(p.value[1]), `${format(p.value[0])} to ${format(p.value[0] + width)}`]),
      },
      series: [{
        type: 'custom',
        renderItem(params, api) {
          const [left, top] = api.coord([api.value(0), api.value(1)]);
          const [right, bottom] = api.coord([api.value(0) + width, 0]);
          return {
            type: 'rect',
            shape: {x: left, y: top, width: Math.max(1, right - left - 1), height: bottom - top},
            style: {fill: color},
          };
        },
        data: data.counts.map((count, i) => [data.low + i * width, count]),
      }],
    };
  },
};

function line(s, color) {
  const dots = s.look === 'DOTS';
  const mark = s.look === 'MARK';
  return {
    type: dots || mark ? 'scatter' : 'line',
    name: s.name,
    data: s.points.map((point, i) => ({value: point, label: s.labels[i]}))
      .map(({value, label}) => ({value, ...(label ? {label: {show: true, formatter: () => label}} : {})})),
    symbol: mark ? 'circle' : s.look === 'DOTTED' || dots ? 'circle' : 'none',
    symbolSize: mark ? 17 : dots ? 6 : 7,
    label: {position: [14, -12], color: theme.color('--ink'), fontSize: 12},
    labelLayout: {hideOverlap: true},
    lineStyle: {width: s.look === 'FAINT' ? 1 : 2.2, type: s.look === 'DASHED' ? [7, 5] : 'solid', color},
    itemStyle: mark ? {color: 'transparent', borderColor: color, borderWidth: 2.5} : {color, opacity: dots ? 0.55 : 1},
    opacity: 1,
    ...(s.look === 'FAINT' ? {lineStyle: {width: 1, color, opacity: 0.4}, z: 1} : {}),
    ...(mark ? {z: 5} : {}),
  };
}

// The ends of both axes so that a unit is as long on both.
function equalScale(data, size, grid) {
  const points = data.groups.flatMap(g => g.points);
  const ends = k => {
    const values = points.map(p => p[k]);
    const spec = k === 0 ? data.x : data.y;
    return [spec.min ?? values.reduce((a, b) => Math.min(a, b)), spec.max ?? values.reduce((a, b) => Math.max(a, b))];
  };
  const lengths = [size.width - grid.left - grid.right, size.height - grid.top - grid.bottom];
  const spans = [ends(0), ends(1)];
  const unit = 1.06 * Math.max(...spans.map(([low, high], k) => (high - low) / lengths[k]));
  return spans.map(([low, high], k) => {
    const middle = low / 2 + high / 2;
    const half = unit * lengths[k] / 2;
    return {
      min: middle - half,
      max: middle + half,
      axisLabel: {color: theme.color('--quiet'), formatter: format, showMinLabel: false, showMaxLabel: false, hideOverlap: true},
    };
  });
}

function names(groups, fontSize) {
  const median = values => values.sort((a, b) => a - b)[values.length >> 1];
  return {
    type: 'scatter',
    name: '',
    silent: true,
    z: 4,
    symbolSize: 0.1,
    itemStyle: {opacity: 1},
    data: groups.map(g => ({value: [0, 1].map(k => median(g.points.map(p => p[k]))), name: g.name})),
    label: {
      show: true,
      formatter: p => p.name,
      fontSize,
      fontWeight: 700,
      color: theme.color('--ink'),
      textBorderColor: theme.color('--card'),
      textBorderWidth: 3,
    },
  };
}

function pointBox(data, group, index) {
  if (!group) return '';
  const [x, y] = group.points[index];
  const spread = group.spreads[index];
  const value = k => spread ? `${format([x, y][k])} ± ${format(spread[k])}` : format([x, y][k]);
  return box([group.name, `${data.x.title}: ${value(0)}`, `${data.y.title}: ${value(1)}`],
    data.sprite && group.pictures.length ? thumbnail(data.sprite, group.pictures[index]) : null);
}

function thumbnail(sprite, index) {
  const scale = Math.max(1, Math.floor(84 / Math.max(sprite.width, sprite.height)));
  const picture = document.createElement('div');
  picture.className = 'thumbnail';
  Object.assign(picture.style, {
    width: `${sprite.width * scale}px`,
    height: `${sprite.height * scale}px`,
    backgroundImage: `url(${sprite.uri})`,
    backgroundSize: `${sprite.columns * sprite.width * scale}px ${sprite.rows * sprite.height * scale}px`,
    backgroundPosition: `-${index % sprite.columns * sprite.width * scale}px -${Math.floor(index / sprite.columns) * sprite.height * scale}px`,
  });
  return picture;
}
