import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

const plansMax = 500;

type PlanOf = (document: DocumentNode, operationName: string | undefined) => QueryPlan;
export type CachedPlan = (query: string, document: DocumentNode, operationName: string | undefined) => QueryPlan['node'];

/** Remembers the most recently used plans: one unseen operation costs as much as ten that are known. */
export const planCache = (planOf: PlanOf): CachedPlan => {
  const plans = new Map<string, QueryPlan>();
  return (query, document, operationName) => {
    const key = JSON.stringify([operationName, query]);
    const plan = plans.get(key) ?? planOf(document, operationName);
    plans.delete(key);
    plans.set(key, plan);
    const [oldest] = plans.keys();
    if (plans.size > plansMax && oldest !== undefined) plans.delete(oldest);
    return plan.node;
  };
};
