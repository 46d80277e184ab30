/**
 * matrix-js-sdk calls `Promise.withResolvers` (ES2024), which Node 20 lacks. Imported for this effect before the SDK.
 */
if (!('withResolvers' in Promise)) {
	Object.defineProperty(Promise, 'withResolvers', {
		configurable: true,
		writable: true,
		value: () => {
			const resolvers: { resolve?: unknown; reject?: unknown } = {};
			const promise = new Promise((resolve, reject) => {
				Object.assign(resolvers, { resolve, reject });
			});
			return { promise, ...resolvers };
		},
	});
}
