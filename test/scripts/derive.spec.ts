import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { derive } from '../../scripts/derive';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Derives from the source of an app. Its file lies in the repository, so that its imports are found, and where no other test reads
 * sources.
 */
function deriveFrom(source: string) {
	const parent = path.join(root, '.sandbox');
	mkdirSync(parent, { recursive: true });
	const directory = mkdtempSync(path.join(parent, 'derive-'));
	try {
		const entry = path.join(directory, 'app.ts');
		writeFileSync(entry, source);
		return derive(entry, root);
	} finally {
		rmSync(directory, { recursive: true });
	}
}

describe('derive', () => {
	it('names the event interfaces of the App class and no others', () => {
		const { implements: interfaces } = deriveFrom(`
			import { App } from '@rocket.chat/apps-engine/definition/App';
			import type { IPostMessageSent } from '@rocket.chat/apps-engine/definition/messages';
			interface Other {}
			export class Helper implements Other {}
			export class TheApp extends App implements IPostMessageSent {
				async executePostMessageSent() {}
			}
		`);
		expect(interfaces).to.deep.equal(['IPostMessageSent']);
	});

	it('names the permissions of each accessor that is used, also of a destructured one', () => {
		const { permissions } = deriveFrom(`
			import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
			export const user = (read: IRead) => read.getUserReader().getById('x');
			export const room = ({ getRoomReader }: IRead) => {
				const { getDirectByUsernames: find } = getRoomReader();
				return find([]);
			};
			export const page = () => fetch('http://127.0.0.1');
		`);
		expect(permissions).to.deep.equal([
			{ name: 'networking' },
			{ name: 'room.read' },
			{ name: 'user.read' },
		]);
	});

	it('refuses an accessor that is not in the table of permissions', () => {
		expect(() =>
			deriveFrom(`
				import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
				export const token = (read: IRead) => read.getCloudWorkspaceReader().getWorkspaceToken('x');
			`),
		).to.throw(/ICloudWorkspaceRead\.getWorkspaceToken; say in scripts\/permissions\.ts/);
	});
});
