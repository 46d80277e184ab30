/** Where somebody is a member of a federated room. */
export interface Membership {
	/** Whether they were a member when both sides agreed last. */
	readonly wasMember: boolean;
	/** Whether they are a member in Rocket.Chat. */
	readonly isHere: boolean;
	/** Whether they are a member on Matrix. */
	readonly isThere: boolean;
}

/**
 * What makes both sides have the same members again. `agree` and `forget`: both have or lack the person already, which is to be
 * noted. The others are done in Rocket.Chat (`here`) or on Matrix (`there`).
 */
export type MemberAction = 'agree' | 'forget' | 'add-here' | 'remove-here' | 'add-there' | 'remove-there';

/**
 * Compares where somebody is a member with what both sides had when they agreed last. Only one of two different sides can differ
 * from that, so the change was made there and goes to the other.
 * @returns undefined if nothing has changed
 */
export function memberAction({ wasMember, isHere, isThere }: Membership): MemberAction | undefined {
	if (isHere === isThere) {
		return isHere === wasMember ? undefined : isHere ? 'agree' : 'forget';
	}
	const isChangedThere = isHere === wasMember;
	if (isChangedThere) {
		return isThere ? 'add-here' : 'remove-here';
	}
	return isHere ? 'add-there' : 'remove-there';
}
