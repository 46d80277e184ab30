import { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import { AppInstallationSource } from '@rocket.chat/apps-engine/server/storage';
import { collections } from '../functions/collections';
import type { Database } from '../database/database';
import { limitKinds, type License, type LicenseLimit, type LimitKind } from './license';

const enabledStatuses = [AppStatus.AUTO_ENABLED, AppStatus.MANUALLY_ENABLED];

export type Counts = Readonly<Record<LimitKind, number>>;

/**
 * The limits of a workspace without a license (ee/packages/license/src/validation/validateDefaultLimits.ts). Since
 * Rocket.Chat 7.0 it may enable no private app.
 */
const defaults: License['limits'] = {
	privateApps: [{ behavior: 'prevent_action', max: 0 }],
	marketplaceApps: [{ behavior: 'prevent_action', max: 5 }],
};

/** All kinds except the one that is counted for each guest. */
const globalKinds = limitKinds.filter((kind) => kind !== 'roomsPerGuest');

/** Counts what licenses limit (apps/meteor/ee/app/license/server/startup.ts). There is no omnichannel. */
export function counts(database: Database): Counts {
	const { users } = collections({ database });
	const apps = database.collection<{ _id: string; status: AppStatus; installationSource: string }>('apps');
	const enabledApps = (installationSource: AppInstallationSource): number =>
		apps.count({ installationSource, status: { $in: enabledStatuses } });
	return {
		activeUsers: users.count({ active: true, type: { $nin: ['app', 'bot'] } }),
		guestUsers: users.count({ active: true, roles: { $has: 'guest' } }),
		roomsPerGuest: 0,
		privateApps: enabledApps(AppInstallationSource.PRIVATE),
		marketplaceApps: enabledApps(AppInstallationSource.MARKETPLACE),
		monthlyActiveContacts: 0,
	};
}

/** The limits in force. @param license - the valid one, if there is one */
export function limitsInForce(license: License | undefined): License['limits'] {
	return license ? license.limits : defaults;
}

/** Whether a limit is exceeded; actions are prevented as soon as it is reached (validation/validateLimit.ts). */
export function isOver({ max, behavior }: LicenseLimit, count: number): boolean {
	const reachedIsOver = behavior === 'prevent_action' || behavior === 'start_fair_policy';
	return max >= 0 && (reachedIsOver ? count >= max : count > max);
}

/** The actions that are prevented at present. */
export function preventedActions(limits: License['limits'], counted: Counts): Record<LimitKind, boolean> {
	const prevented = (kind: LimitKind): boolean =>
		(limits[kind] ?? []).some(
			(limit) => limit.behavior === 'prevent_action' && isOver(limit, counted[kind]),
		);
	return Object.fromEntries(limitKinds.map((kind) => [kind, prevented(kind)])) as Record<
		LimitKind,
		boolean
	>;
}

/**
 * The lowest maximum of each kind, -1 for no limit, and the present count if it is given (deprecated.ts,
 * `getLicenseLimit`).
 */
export function maxima(
	limits: License['limits'],
	counted?: Counts,
): Partial<Record<LimitKind, { max: number; value?: number }>> {
	return Object.fromEntries(
		globalKinds.map((kind) => {
			const values = (limits[kind] ?? []).map(({ max }) => max);
			const max = values.length > 0 ? Math.min(...values) : -1;
			return [kind, { max, ...(counted && { value: counted[kind] }) }];
		}),
	);
}
