import type { PlanNode } from '@apollo/query-planner';
import { compileFetch, type Subgraphs } from './fetch';
import { below } from './paths';
import type { Step } from './run';

const nothing: Step = () => Promise.resolve();

const sequence =
  (steps: readonly Step[]): Step =>
  async (run, cursor) => {
    for (const step of steps) await step(run, cursor);
  };

const parallel =
  (steps: readonly Step[]): Step =>
  async (run, cursor) =>
    void (await Promise.all(steps.map((step) => step(run, cursor))));

/** Makes a plan ready to be run any number of times. @throws when it names a subgraph that is not configured */
export const compileSteps = (o: Subgraphs, node: PlanNode | undefined): Step => {
  switch (node?.kind) {
    case undefined:
      return nothing;
    case 'Fetch':
      return compileFetch(o, node);
    case 'Sequence':
      return sequence(node.nodes.map((child) => compileSteps(o, child)));
    case 'Parallel':
      return parallel(node.nodes.map((child) => compileSteps(o, child)));
    case 'Flatten': {
      const inner = compileSteps(o, node.node);
      return (run, cursor) => inner(run, below(cursor, node.path));
    }
    case 'Condition': {
      const [yes, no] = [compileSteps(o, node.ifClause), compileSteps(o, node.elseClause)];
      return (run, cursor) => (run.coerced[node.condition] === true ? yes : no)(run, cursor);
    }
    case 'Defer':
      throw new Error('@defer is not served');
  }
};
