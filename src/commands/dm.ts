import { FederationError } from '../errors';
import { parseUserId } from '../matrix/ids';
import { openDirectRoom } from '../to-matrix/direct-room';
import type { Subcommand } from './subcommand';

/** `/federation dm @user:server` opens a direct message with somebody on Matrix. */
export const dm: Subcommand = {
	name: 'dm',
	parameters: '@user:server',
	help: 'help_dm',
	forAdmins: false,
	async run(bridge, { user, parameters, reply, text }) {
		const [given, ...more] = parameters;
		if (given === undefined) {
			throw new FederationError('user-id-missing');
		}
		if (more.length > 0) {
			throw new FederationError('one-user-only');
		}
		const external = parseUserId(given.startsWith('@') ? given : `@${given}`);
		if (!external) {
			throw new FederationError('user-id-invalid', { given: given.slice(0, 80) });
		}
		const { existed } = await openDirectRoom(await bridge.federation(), user, external);
		await reply(text(existed ? 'dm_existed' : 'dm_opened', { user: external }));
	},
};
