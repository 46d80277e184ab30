import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { parseUserId } from '../matrix/ids';
import { ensurePuppet } from '../people/puppet';
import { localUserOf } from '../people/local-user';
import { forHomeserver, json, matrixError, methodUnknown } from './matrix-answer';
import type { Route } from './endpoint';

/** Application Service API, "Querying": a puppet nobody has needed yet is made if its person exists. */
export const users: Route = {
	path: '_matrix/app/v1/users/:userId',
	answers: {
		get: forHomeserver(async (bridge, { params }) => {
			const federation = await bridge.federation();
			const userId = parseUserId(params.userId);
			const user = userId && (await localUserOf(federation, userId));
			if (!user) {
				return matrixError(
					HttpStatusCode.NOT_FOUND,
					'M_NOT_FOUND',
					'Nobody in this workspace has this id.',
				);
			}
			await ensurePuppet(federation, user);
			return json(HttpStatusCode.OK, {});
		}),
	},
	otherwise: methodUnknown,
};
