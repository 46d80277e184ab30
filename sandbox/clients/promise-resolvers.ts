/**
 * Adds `Promise.withResolvers` (ES2024), which matrix-js-sdk calls and Node 20 lacks. Has to be imported before the SDK.
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
