import AdmZip from 'adm-zip';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** The id of the probe app. */
export const probeId = '6b1f5e1a-3c0e-4d5b-9a53-0f4c2f9f7a11';

/** All permissions that some call of the probe needs. */
export const probePermissions = [
	'user.read',
	'user.write',
	'upload.read',
	'upload.write',
	'email.send',
	'ui.interact',
	'server-setting.read',
	'server-setting.write',
	'room.read',
	'room.write',
	'room.system.view-all',
	'role.read',
	'message.read',
	'message.write',
	'moderation.read',
	'moderation.write',
	'threads.read',
	'env.read',
	'cloud.workspace-token',
	'livechat-room.read',
	'scheduler',
	'networking',
	'persistence',
	'slashcommand',
	'api',
].map((name) => ({ name }));

/** The events that the probe listens to unless a test says otherwise: those that change nothing. */
export const postEvents = [
	'IPostMessageSent',
	'IPostSystemMessageSent',
	'IPostMessageUpdated',
	'IPostMessageDeleted',
	'IPostMessageReacted',
	'IPostMessagePinned',
	'IPostMessageStarred',
	'IPostMessageFollowed',
	'IPostMessageReported',
	'IPostRoomCreate',
	'IPostRoomDeleted',
	'IPostRoomUserJoined',
	'IPostRoomUserLeave',
	'IPostUserCreated',
	'IPostUserUpdated',
	'IPostUserDeleted',
	'IPostUserLoggedIn',
	'IPostUserLoggedOut',
	'IPostUserStatusChanged',
];

let bundle: Promise<string> | undefined;

/** The zip of the probe app. The bundle is made once in a process. */
export async function probePackage(
	options: {
		version?: string;
		implemented?: readonly string[];
		permissions?: readonly { name: string }[];
	} = {},
): Promise<Buffer> {
	bundle ??= bundled();
	const zip = new AdmZip();
	const info = {
		id: probeId,
		name: 'Probe',
		nameSlug: 'probe',
		version: options.version ?? '1.0.0',
		description: 'Does what tests tell it and tells what it sees.',
		requiredApiVersion: '^1.62.0',
		author: { name: 'Tests', homepage: 'https://example.org', support: 'https://example.org' },
		classFile: 'ProbeApp.js',
		iconFile: '',
		implements: options.implemented ?? postEvents,
		permissions: options.permissions ?? probePermissions,
	};
	zip.addFile('app.json', Buffer.from(JSON.stringify(info)));
	zip.addFile('ProbeApp.js', Buffer.from(await bundle));
	return zip.toBuffer();
}

async function bundled(): Promise<string> {
	const result = await build({
		entryPoints: [fileURLToPath(new URL('../probe-app/ProbeApp.ts', import.meta.url))],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'browser',
		target: 'es2022',
		external: ['@rocket.chat/apps-engine/*'],
	});
	const [file] = result.outputFiles;
	if (!file) {
		throw new Error('esbuild gave no file');
	}
	return file.text;
}
