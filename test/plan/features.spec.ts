import { expect } from 'chai';
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	allFeatures,
	featureNameKey,
	features,
	isImplemented,
	planLacks,
	tiers,
	type ImplementedFeature,
} from '../../src/plan/features';
import { translate } from '../../src/i18n';
import { ticks } from '../support/plan-table';

describe('plan table', () => {
	it('has these ticks and no others', () => {
		const table = allFeatures.map((feature) => [
			feature,
			tiers.map((tier) => (planLacks(tier, feature) ? '–' : '✓')).join(' '),
		]);
		expect(Object.fromEntries(table)).to.deep.equal(ticks);
	});

	it('calls each feature by a name of its own', () => {
		const names = allFeatures.map((feature) => translate(featureNameKey(feature)));
		expect(new Set(names).size).to.equal(names.length);
	});
});

/**
 * The files that implement each feature that the table calls implemented. A feature that becomes implemented does not
 * compile until its files are named here.
 */
const implementations: Readonly<Record<ImplementedFeature, readonly string[]>> = {
	direct_message: [
		'src/to-matrix/messages/message.ts',
		'src/to-rocketchat/messages/message.ts',
		'src/to-rocketchat/member.ts',
	],
	federated_room: ['src/to-matrix/rooms/create-room.ts', 'src/to-matrix/direct-messages/direct-room.ts'],
	invitation: ['src/commands/rooms.ts', 'src/people/members/carry-out.ts'],
	several_by_command: ['src/commands/dm.ts', 'src/to-matrix/direct-messages/direct-room.ts'],
	one_by_command: ['src/commands/dm.ts', 'src/to-matrix/direct-messages/direct-room.ts'],
	attachment: [
		'src/to-matrix/messages/carry-files.ts',
		'src/to-rocketchat/files/carry-file.ts',
		'src/matrix/media.ts',
	],
	edit_delete_quote: [
		'src/to-matrix/messages/edit.ts',
		'src/to-matrix/messages/deletion.ts',
		'src/to-matrix/messages/quotes.ts',
		'src/to-rocketchat/messages/edit.ts',
		'src/to-rocketchat/messages/redaction.ts',
		'src/convert/quote.ts',
	],
	reaction: [
		'src/to-matrix/messages/reaction.ts',
		'src/to-rocketchat/messages/reaction.ts',
		'src/convert/emoji/emoji.ts',
	],
	mention: ['src/to-matrix/messages/mentions.ts', 'src/to-rocketchat/messages/text.ts'],
	typing: [
		'src/to-rocketchat/signs/typing.ts',
		'src/to-matrix/signs/typing.ts',
		'src/rocketchat/room-activity.ts',
	],
	role: ['src/to-rocketchat/room-state/reconcile-roles.ts', 'src/to-matrix/rooms/relay-room-change.ts'],
	markdown: ['src/convert/markdown/markdown.ts', 'src/convert/html/rocketchat-text.ts'],
	public_room: [
		'src/commands/search.ts',
		'src/commands/join.ts',
		'src/to-rocketchat/joining/join-by-address.ts',
	],
	avatar: ['src/people/external-avatar.ts', 'src/people/ghost-avatar.ts', 'src/rocketchat/avatars.ts'],
	server_list: [
		'src/matrix/server-list.ts',
		'src/people/server-gate.ts',
		'src/to-rocketchat/blocked-servers.ts',
	],
};

describe('the column of the plan table about this version', () => {
	const root = fileURLToPath(new URL('../../', import.meta.url));
	/** Every file of the app by its path, with its source. */
	const sources = new Map<string, string>();

	before(async () => {
		const { metafile } = await build({
			entryPoints: [path.join(root, 'FederationApp.ts')],
			absWorkingDir: root,
			bundle: true,
			write: false,
			metafile: true,
			packages: 'external',
			logLevel: 'error',
		});
		for (const file of Object.keys(metafile.inputs)) {
			sources.set(file, await readFile(path.join(root, file), 'utf8'));
		}
	});

	/** The files that name a feature as code does, apart from the table itself. */
	const filesNaming = (feature: string) =>
		[...sources]
			.filter(([file, source]) => !file.startsWith('src/plan/') && source.includes(`'${feature}'`))
			.map(([file]) => file);

	const filesOf = new Map<string, readonly string[]>(Object.entries(implementations));
	for (const feature of allFeatures) {
		const files = filesOf.get(feature) ?? [];
		const { plan } = features[feature];
		if (!isImplemented(features[feature])) {
			it(`is true of ${feature}: no code asks for it, and no file has its name`, () => {
				expect(filesNaming(feature)).to.deep.equal([]);
				const fileName = feature.replaceAll('_', '-');
				expect([...sources.keys()].filter((file) => file.endsWith(`/${fileName}.ts`))).to.deep.equal(
					[],
				);
			});
			continue;
		}
		it(`is true of ${feature}: the files that implement it are part of the app`, () => {
			expect([...sources.keys()]).to.include.members([...files]);
		});
		if (plan !== 'community') {
			it(`is true of ${feature}: its files ask whether the plan includes it`, () => {
				expect(filesNaming(feature)).to.include.oneOf([...files]);
			});
		}
	}
});
