/**
 * Returns a value that may be missing where the engine's type says that it never is: Rocket.Chat's bridges return
 * `undefined` for what does not exist, and apps rely on it.
 */
export function possiblyAbsent<T>(value: T | undefined): T {
	return value as unknown as T;
}
