/** The values of something on both sides: in Rocket.Chat (`here`) and on Matrix (`there`). Each has a form of its own. */
export interface Values<Here, There> {
	readonly here: Here;
	readonly there: There;
}

/**
 * Compares the values of both sides with those that they had when they agreed last. A value that differs was changed on that side
 * since, and goes to the other.
 * @param agreed undefined if they never did
 * @param winner the side that counts if both were changed, or if they never agreed
 * @returns the side whose value counts; undefined if none was changed
 */
export function changedSide<Here, There>(
	agreed: Values<Here, There> | undefined,
	present: Values<Here, There>,
	winner: keyof Values<Here, There>,
): keyof Values<Here, There> | undefined {
	const isChangedHere = !agreed || present.here !== agreed.here;
	const isChangedThere = !agreed || present.there !== agreed.there;
	if (isChangedHere && isChangedThere) {
		return winner;
	}
	return isChangedHere ? 'here' : isChangedThere ? 'there' : undefined;
}
