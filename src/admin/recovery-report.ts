import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';

/**
 * @param works whether the homeserver has just passed all checks, also if the app has not noticed yet that an outage is over
 * @returns lines about what waits for the homeserver; none if nothing does
 */
export function recoveryReport(
	{
		homeserverState,
		outgoing,
		limitedUntil,
	}: Pick<AppContext, 'homeserverState' | 'outgoing' | 'limitedUntil'>,
	works: boolean,
	text: Texts,
): string[] {
	const { downSince, isUsable } = homeserverState;
	const rooms = outgoing.recovery.length;
	const unreadable = outgoing.unreadable.length;
	const isAway = !works && !isUsable && downSince !== undefined;
	return [
		...(isAway ? [`❌ ${text('status_away', { at: new Date(downSince).toISOString(), rooms })}`] : []),
		...(unreadable > 0 ? [`❌ ${text('status_unreadable', { rooms: unreadable })}`] : []),
		...(!isAway && rooms > 0 ? [text('status_behind', { rooms })] : []),
		...(limitedUntil > Date.now()
			? [text('status_limited', { at: new Date(limitedUntil).toISOString() })]
			: []),
	];
}
