import { Router, type NextFunction, type Request, type Response } from 'express';
import type { PlanSwitch } from '../plan-switch';
import { nameOf, plans } from '../workspace/licensing/plans';

/** `/api/plan`: the workspace's plan and those there are; a POST of `{ plan }` changes it. */
export function planRoutes(plan: PlanSwitch): Router {
	const router = Router();
	const answer =
		(work: (request: Request) => Promise<void>) =>
		(request: Request, response: Response, next: NextFunction) => {
			work(request)
				.then(() => plan.present())
				.then((present) => response.json({ present: present ?? null, plans: choices }))
				.catch(next);
		};
	router.get(
		'/api/plan',
		answer(async () => undefined),
	);
	router.post(
		'/api/plan',
		answer(async ({ body }) => {
			const named: unknown = (body as { plan?: unknown } | undefined)?.plan;
			const chosen = plans.find((name) => name === named);
			if (!chosen) {
				throw new Error(`the plan has to be one of ${plans.join(', ')}`);
			}
			await plan.change(chosen);
		}),
	);
	return router;
}

const choices = plans.map((id) => ({ id, name: nameOf(id) }));
