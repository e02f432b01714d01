// Cytoscape with a layout of others, as its documentation shows it. The layout's name stands in the address.
import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import elk from 'cytoscape-elk';
import fcose from 'cytoscape-fcose';

cytoscape.use(dagre);
cytoscape.use(elk);
cytoscape.use(fcose);

const LAYOUTS = {
  dagre: { name: 'dagre', animate: false },
  elk: { name: 'elk', animate: false, elk: { algorithm: 'layered' } },
  fcose: { name: 'fcose', animate: false },
};

const STYLE = [
  {
    selector: 'node',
    style: {
      label: 'data(id)',
      shape: 'round-rectangle',
      width: 80,
      height: 30,
      'font-size': 11,
      'text-valign': 'center',
      'background-color': '#dde4ee',
    },
  },
  { selector: 'edge', style: { width: 2 } },
];

let cy;

const elementsOf = ({ nodes, edges }) => [
  ...nodes.map((id) => ({ group: 'nodes', data: { id } })),
  ...edges.map(([source, target]) => ({ group: 'edges', data: { id: `${source} ${target}`, source, target } })),
];

async function layOut(more) {
  const start = performance.now();
  const layout = cy.layout({ ...LAYOUTS[location.hash.slice(1)], ...more });
  const stopped = layout.promiseOn('layoutstop');
  layout.run();
  await stopped;
  return performance.now() - start;
}

window.painter = {
  show(graph) {
    cy = cytoscape({ container: document.getElementById('picture'), elements: elementsOf(graph), style: STYLE });
    return layOut({});
  },
  add(graph) {
    cy.add(elementsOf(graph));
    return layOut(location.hash === '#fcose' ? { randomize: false } : {});
  },
  surface: () => document.querySelector('#picture canvas'),
};
