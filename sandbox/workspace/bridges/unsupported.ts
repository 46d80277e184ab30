/**
 * The error of a bridge method that the sandbox does not build. Such a method never returns a plausible value: an app
 * that needs it must fail here, and the message says why.
 */
export function unsupported(bridge: string, method: string): Error {
	return new Error(`${bridge}.${method} is not built in the sandbox.`);
}

/**
 * An instance of an engine's bridge whose every protected method throws {@link unsupported}. The engine's own `do…`
 * methods stay as they are, and with them its permission checks: without the permission an app gets the same answer as
 * in Rocket.Chat.
 * @param bridge - the abstract class; its `do…` methods give the names
 */
export function unsupportedBridge<T extends object>(name: string, bridge: abstract new () => T): T {
	const Concrete = class extends (bridge as unknown as new () => object) {};
	for (const doMethod of Object.getOwnPropertyNames(bridge.prototype)) {
		const method = protectedMethod(doMethod);
		if (method) {
			Object.defineProperty(Concrete.prototype, method, {
				value: () => {
					throw unsupported(name, method);
				},
			});
		}
	}
	return new Concrete() as T;
}

/** `doGetById` calls `getById`; `do_fetchLivechatRoomMessages` calls `_fetchLivechatRoomMessages`. */
function protectedMethod(doMethod: string): string | undefined {
	if (!doMethod.startsWith('do')) {
		return undefined;
	}
	// The engine's two spellings of one name.
	if (doMethod === 'doGetByid') {
		return 'getById';
	}
	return doMethod.charAt(2).toLowerCase() + doMethod.slice(3);
}
