import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import type { RocketChatUser } from '../../rocketchat/entities';

/**
 * Checks that somebody may open a direct message on Matrix by writing in it: the same people may do that who may type
 * `/federation dm`, and the plan has to include it.
 * @param others how many people are in it besides them
 * @throws FederationError `command-role-missing`, `command-nobody`, `plan-too-low`
 */
export async function permitOpening(
	{ commandRoles, plan }: Pick<ConfiguredBridge, 'commandRoles' | 'plan'>,
	{ roles }: Pick<RocketChatUser, 'roles'>,
	others: number,
): Promise<void> {
	const own = roles as readonly string[] | undefined; // the host may leave the field out
	if (!commandRoles.some((role) => own?.includes(role))) {
		throw commandRoles.length > 0
			? new FederationError('command-role-missing', { name: 'dm', roles: commandRoles.join(', ') })
			: new FederationError('command-nobody', { name: 'dm' });
	}
	if (others > 1) {
		await plan.require('federated_room');
	}
}

/** @returns whether `permitOpening` permits it */
export async function mayOpen(...given: Parameters<typeof permitOpening>): Promise<boolean> {
	try {
		await permitOpening(...given);
		return true;
	} catch (error) {
		if (error instanceof FederationError) {
			return false;
		}
		throw error;
	}
}
