import { Router, type NextFunction, type Request, type Response } from 'express';
import type { PlanSwitch } from '../plan-switch';
import { nameOf, plans } from '../workspace/licensing/plans';
import { isConnectionError, SideDoesNotAnswer } from './side-does-not-answer';

/** `/api/plan`: GET returns the workspace's plan and all plans, POST of `{ plan }` changes it. */
export function planRoutes(plan: PlanSwitch): Router {
	const router = Router();
	const handler =
		(action: (request: Request) => Promise<void>) =>
		(request: Request, response: Response, next: NextFunction) => {
			action(request)
				.then(() => plan.present())
				.then((present) => response.json({ present: present ?? null, plans: choices }))
				.catch((error: unknown) =>
					next(isConnectionError(error) ? new SideDoesNotAnswer('The workspace', error) : error),
				);
		};
	router.get(
		'/api/plan',
		handler(async () => undefined),
	);
	router.post(
		'/api/plan',
		handler(async ({ body }) => {
			const requested: unknown = (body as { plan?: unknown } | undefined)?.plan;
			const chosen = plans.find((name) => name === requested);
			if (!chosen) {
				throw new Error(`the plan has to be one of ${plans.join(', ')}`);
			}
			await plan.change(chosen);
		}),
	);
	return router;
}

const choices = plans.map((id) => ({ id, name: nameOf(id) }));
