import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { dropParked, retryParked, selectParked } from '../admin/parked';
import { explanationOf, groupByReason, reasonOf } from '../admin/parked-reasons';
import type { AppContext } from '../app-context';
import { objectIn } from '../convert/json';
import type { ErrorCode } from '../errors';
import { failureOf } from '../failure';
import { translate } from '../i18n';
import type { ParkedItem } from '../store/parked-events';
import type { Route } from './endpoint';
import { forAdmins } from './for-admins';
import { json, methodUnknown } from './responses';

/** Lists what is parked, oldest first, and counts it by reason. Contents of messages are left out. */
export const parked: Route = {
	path: 'parked',
	handlers: {
		get: forAdmins((app) =>
			answering(app, async () => {
				await app.openStore();
				const items = await app.store.parked.all();
				return {
					count: items.length,
					byReason: groupByReason(items).map(({ reason, items: { length } }) => ({
						...{ reason, count: length, explanation: translate(explanationOf(reason)) },
					})),
					parked: items.map(describe),
				};
			}),
		),
	},
	fallback: methodUnknown,
};

/** Retries what the field `which` of the body names: an id, a reason or `all`. */
export const retryOfParked: Route = {
	path: 'parked/retry',
	handlers: {
		post: forAdmins((app, { content }) =>
			answeringWhich(app, content, async (items) => {
				const { failed, ...counts } = await retryParked(app, items);
				return { ...counts, failed: failed.map(describe) };
			}),
		),
	},
	fallback: methodUnknown,
};

/** Removes what the field `which` of the body names. */
export const dropOfParked: Route = {
	path: 'parked/drop',
	handlers: {
		post: forAdmins((app, { content, user }) =>
			answeringWhich(app, content, async (items) => {
				await dropParked(app, items, user);
				return { dropped: items.length };
			}),
		),
	},
	fallback: methodUnknown,
};

/** Statuses of failures; all others are 503, because the same request may succeed later. */
const statuses: Readonly<Partial<Record<ErrorCode, HttpStatusCode>>> = {
	'nothing-parked': HttpStatusCode.NOT_FOUND,
	'parked-unknown': HttpStatusCode.NOT_FOUND,
	'not-configured': HttpStatusCode.CONFLICT,
	'store-too-new': HttpStatusCode.CONFLICT,
};

async function answeringWhich(
	app: AppContext,
	content: unknown,
	work: (items: readonly ParkedItem[]) => Promise<object>,
): Promise<IApiResponse> {
	const { which } = objectIn(content);
	if (typeof which !== 'string' || which === '') {
		return json(HttpStatusCode.BAD_REQUEST, { success: false, error: translate('api_which_needed') });
	}
	return answering(app, async () => work(await selectParked(app, which)));
}

/** Answers with what the work returns, or with its failure. */
async function answering(app: AppContext, work: () => Promise<object>): Promise<IApiResponse> {
	try {
		return json(HttpStatusCode.OK, { success: true, ...(await work()) });
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a request about parked events failed', failure);
		return json(statuses[failure.code] ?? HttpStatusCode.SERVICE_UNAVAILABLE, {
			success: false,
			code: failure.code,
			error: translate(failure.text, failure.parameters),
		});
	}
}

/** @returns an item without the content of the event */
function describe(item: ParkedItem): object {
	const { id, direction, code } = item;
	const described = {
		...{ id, direction, code, reason: reasonOf(item), parkedAt: new Date(item.at).toISOString() },
		explanation: translate(explanationOf(reasonOf(item))),
	};
	if (item.direction === 'to-matrix') {
		const { rocketChatRoomId, messageId, actorId, what, shortcode } = item;
		return { ...described, rocketChatRoomId, messageId, actorId, what, shortcode };
	}
	const { roomId, sender, type } = item.event;
	return { ...described, roomId, sender, type };
}
