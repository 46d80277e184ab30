import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppPackageParser } from '@rocket.chat/apps-engine/server/compiler';
import AdmZip from 'adm-zip';
import { appEntry, readAppJson, root } from './app-json';
import { bundle } from './bundle';
import { derive } from './derive';

/** The time of each entry. A fixed one, so that the same sources give the same zip. */
const ENTRY_TIME = new Date(2020, 0, 1);

/** The server shows the settings and the announcement of the command. All other texts are in the bundled code. */
const SERVER_TEXTS = /^(?:setting|section|command)_/;

/** @returns the texts of a language file that the server itself reads */
function textsForServer(file: string): Buffer {
	const texts = Object.entries(JSON.parse(file) as Readonly<Record<string, string>>);
	const shown = texts.filter(([key]) => SERVER_TEXTS.test(key));
	return Buffer.from(JSON.stringify(Object.fromEntries(shown), undefined, '\t'));
}

/**
 * Writes the zip that administrators upload: app.json with the parts that are derived from the code, one bundled file,
 * the icon and the texts. Then the engine's own parser reads it.
 * @param folder where the zip is written
 * @param entry the file that exports the App class; tests give another one
 * @returns path of the zip
 * @throws Error if the engine's parser refuses the zip
 */
export async function packageApp(folder = path.join(root, 'dist'), entry = appEntry): Promise<string> {
	const appJson = await readAppJson();
	const zip = new AdmZip();
	const add = (name: string, content: Buffer) => {
		zip.addFile(name, content);
		const added = zip.getEntry(name);
		if (added) {
			added.header.time = ENTRY_TIME;
		}
	};

	add('app.json', Buffer.from(JSON.stringify({ ...appJson, ...derive(appEntry, root) }, undefined, '\t')));
	add(appJson.classFile, await bundle(entry));
	add(appJson.iconFile, await readFile(path.join(root, appJson.iconFile)));
	for (const file of (await readdir(path.join(root, 'i18n'))).sort()) {
		add(`i18n/${file}`, textsForServer(await readFile(path.join(root, 'i18n', file), 'utf8')));
	}

	const content = zip.toBuffer();
	const { info, languageContent } = await new AppPackageParser().unpackageApp(content);
	if (info.id !== appJson.id || !languageContent.en) {
		throw new Error(
			'the engine does not find in the zip what was written; check app.json and i18n/en.json',
		);
	}
	const target = path.join(folder, `federation-${appJson.version}.zip`);
	await mkdir(path.dirname(target), { recursive: true });
	// Written beside and renamed: who reads the package meanwhile never sees half of it.
	const draft = `${target}.${process.pid}`;
	await zip.writeZipPromise(draft);
	await rename(draft, target);
	return target;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	console.log(path.relative(process.cwd(), await packageApp()));
}
