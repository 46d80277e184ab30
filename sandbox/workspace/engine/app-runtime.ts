/**
 * What runs the code of apps. Rocket.Chat up to 8.7 runs apps in Deno, 8.8 in Node unless told otherwise, and newer
 * servers in Node only (#41474, #41201). The first one is the default.
 */
export const appRuntimes = ['node', 'deno'] as const;

export type AppRuntime = (typeof appRuntimes)[number];

/** @returns the name for people, such as `Node` */
export function nameOfRuntime(runtime: AppRuntime): string {
	return runtime === 'node' ? 'Node' : 'Deno';
}
