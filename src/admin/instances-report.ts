import type { AppContext } from '../app-context';
import type { Instances } from '../delivery/instances/instances';
import type { Texts } from '../i18n';

/** The most rooms that the report lists. */
const MAX_LISTED = 5;

/** The parts of the app that the report uses. */
interface InstancesReportParts {
	readonly instances: Pick<Instances, 'isShared' | 'count' | 'lastAgreedAt' | 'owns'>;
	readonly store: AppContext['store'];
}

/**
 * @returns a line about the instances of the server: how many there are, and which rooms the one that answers relays; none in a
 * workspace that has only one
 */
export async function instancesReport(
	{ instances, store }: InstancesReportParts,
	text: Texts,
): Promise<string[]> {
	if (!instances.isShared) {
		return [];
	}
	const rooms = (await store.progress.all()).map(({ matrixRoomId }) => matrixRoomId);
	const own = rooms.filter((roomId) => instances.owns(roomId)).sort();
	const list = [...own.slice(0, MAX_LISTED), ...(own.length > MAX_LISTED ? ['…'] : [])].join(', ');
	return [
		text('status_instances', {
			count: instances.count,
			since: new Date(instances.lastAgreedAt).toISOString(),
			own: own.length,
			all: rooms.length,
			list: list && ` (${list})`,
		}),
	];
}
