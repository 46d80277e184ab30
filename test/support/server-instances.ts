import { Instances, type InstancesParts } from '../../src/delivery/instances/instances';
import { InstanceTable } from '../../src/store/instances';
import type { Persistence } from '../../src/store/link-table';
import { memoryPersistence } from './memory-persistence';

/** One instance of the server in a test, with the rooms that it owned. */
export interface TestInstance {
	readonly instances: Instances;
	/** The store as this instance uses it. */
	readonly persistence: Persistence;
	/** The rooms that it owned at each call of `onAgreed`. */
	readonly agreed: string[][];
	/** Its calls of the store do not return until it is thawed, and its other work waits in `whenThawed`. */
	freeze(): void;
	whenThawed(): Promise<void>;
	thaw(): void;
	/** Its calls of the store never return any more. */
	end(): void;
	readonly isStill: boolean;
}

/**
 * Instances of the server that share nothing but a store in memory.
 * @param rooms Matrix rooms of which `agreed` tells
 * @param latency milliseconds of each call of the store before it has its effect, and after
 */
export function serverInstances(rooms: readonly string[], latency: () => number) {
	const shared = memoryPersistence();
	let lastId = 0;
	return {
		persistence: shared,
		/** @param onAgreed called besides */
		start(onAgreed: InstancesParts['onAgreed'] = async () => undefined): TestInstance {
			let gate: { readonly opened: Promise<void>; readonly open: () => void } | undefined;
			const close = () => {
				let open: () => void = () => undefined;
				const opened = new Promise<void>((resolve) => (open = resolve));
				gate = { opened, open };
			};
			const agreed: string[][] = [];
			const whenThawed = async () => gate?.opened;
			const persistence = slowed(shared, latency, whenThawed);
			const instances: Instances = new Instances({
				table: new InstanceTable(persistence),
				newId: () => `instance ${++lastId}`,
				openStore: async () => undefined,
				onAgreed: async () => {
					agreed.push(rooms.filter((roomId) => instances.owns(roomId)));
					await onAgreed();
				},
				onFailure: (error) => {
					throw error;
				},
			});
			instances.start();
			return {
				instances,
				persistence,
				agreed,
				freeze: close,
				whenThawed,
				thaw: () => {
					gate?.open();
					gate = undefined;
				},
				end: close,
				get isStill() {
					return gate !== undefined;
				},
			};
		},
	};
}

/** A store whose calls take time, and wait before and after for an instance that is frozen. */
function slowed(
	{ write, read }: Persistence,
	latency: () => number,
	whenThawed: () => Promise<void>,
): Persistence {
	const slow = <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) => {
		return async (...given: Given): Promise<Answer> => {
			const pause = async () => {
				const milliseconds = latency();
				if (milliseconds > 0) {
					await new Promise((resolve) => setTimeout(resolve, milliseconds));
				}
			};
			await whenThawed();
			await pause();
			const answer = await call(...given);
			await pause();
			await whenThawed();
			return answer;
		};
	};
	return {
		write: {
			...write,
			createWithAssociations: slow(write.createWithAssociations.bind(write)),
			updateByAssociations: slow(write.updateByAssociations.bind(write)),
			removeByAssociation: slow(write.removeByAssociation.bind(write)),
		},
		read: { ...read, readByAssociation: slow(read.readByAssociation.bind(read)) },
	};
}
