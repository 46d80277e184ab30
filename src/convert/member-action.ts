/** Rocket.Chat (`here`) or Matrix (`there`). */
export type Side = 'here' | 'there';

/** Where somebody is a member of a federated room. */
interface Membership {
	/** Whether they were a member when both sides agreed last. */
	readonly wasMember: boolean;
	/** Whether they are a member in Rocket.Chat. */
	readonly isHere: boolean;
	/** Whether they are a member on Matrix. */
	readonly isThere: boolean;
	/**
	 * The side on which a change was made that the app began to make on the other one, and of which it does not know whether it was made
	 * there. If it was, the other side differs from what both had agreed on, although nobody has changed anything there.
	 */
	readonly begunFrom?: Side | undefined;
}

/**
 * What makes both sides have the same members again. `agree` and `forget`: both have or lack the person already, which is to be
 * noted. The others are done in Rocket.Chat (`here`) or on Matrix (`there`).
 */
export type MemberAction = 'agree' | 'forget' | 'add-here' | 'remove-here' | 'add-there' | 'remove-there';

/**
 * Compares where somebody is a member with what both sides had when they agreed last. Only one of two different sides can differ
 * from that, so the change was made there and goes to the other. If a change was begun, the side from which it came counts.
 * @returns undefined if nothing has changed
 */
export function memberAction({
	wasMember,
	isHere,
	isThere,
	begunFrom,
}: Membership): MemberAction | undefined {
	if (isHere === isThere) {
		const isNoted = isHere === wasMember && begunFrom === undefined;
		return isNoted ? undefined : isHere ? 'agree' : 'forget';
	}
	const changedSide = begunFrom ?? (isHere === wasMember ? 'there' : 'here');
	if (changedSide === 'there') {
		return isThere ? 'add-here' : 'remove-here';
	}
	return isHere ? 'add-there' : 'remove-there';
}
