/** The message of what was thrown, for `.catch(messageOf)`. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
