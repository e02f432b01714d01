// Mermaid, as a page shows a flowchart with it; its limits on the size of a graph are lifted. It has no panning of its
// own: the picture is scrolled.
import mermaid from 'mermaid';

mermaid.initialize({
  startOnLoad: false,
  maxEdges: 1_000_000,
  maxTextSize: 100_000_000,
  flowchart: { useMaxWidth: false },
});

let shown = { nodes: [], edges: [] };
let run = 0;

async function draw({ nodes, edges }) {
  shown = { nodes: [...shown.nodes, ...nodes], edges: [...shown.edges, ...edges] };
  const lines = [...shown.nodes.map((id) => `${id}[${id}]`), ...shown.edges.map((ends) => ends.join(' --- '))];
  const { svg } = await mermaid.render(`flow${run++}`, `flowchart TB\n${lines.join('\n')}`);
  document.getElementById('picture').innerHTML = svg;
}

window.painter = {
  show: draw,
  add: draw,
  pan: (distance) => document.getElementById('picture').scrollBy(distance, 0),
};
