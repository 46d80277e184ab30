import type { Feature } from '../../src/plan/features';

/** The product's plan table, written out: which of Community, Starter, Pro and Enterprise has a feature. */
export const ticks: Readonly<Record<Feature, string>> = {
	direct_message: '✓ ✓ ✓ ✓',
	federated_room: '– ✓ ✓ ✓',
	invitation: '– ✓ ✓ ✓',
	public_room: '– ✓ ✓ ✓',
	several_by_command: '– ✓ ✓ ✓',
	one_by_command: '✓ ✓ ✓ ✓',
	attachment: '✓ ✓ ✓ ✓',
	edit_delete_quote: '✓ ✓ ✓ ✓',
	reaction: '✓ ✓ ✓ ✓',
	mention: '– ✓ ✓ ✓',
	avatar: '✓ ✓ ✓ ✓',
	typing: '✓ ✓ ✓ ✓',
	role: '– ✓ ✓ ✓',
	markdown: '✓ ✓ ✓ ✓',
	server_list: '✓ ✓ ✓ ✓',
};
