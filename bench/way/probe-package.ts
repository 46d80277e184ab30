import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import AdmZip from 'adm-zip';
import { packageApp } from '../../scripts/package';

const entry = path.join(import.meta.dirname, 'probe-app', 'FederationApp.ts');

/**
 * Packages the probe app like the app itself, except that it hears of few events or none.
 * @param folder where the zip is written
 * @param hears the interfaces of the engine whose events it gets
 * @returns path of the zip
 */
export async function packageProbe(folder: string, hears: readonly 'IPostMessageSent'[]): Promise<string> {
	const file = await packageApp(folder, entry);
	const zip = new AdmZip(file);
	const appJson = JSON.parse(zip.readAsText('app.json')) as object;
	zip.updateFile('app.json', Buffer.from(JSON.stringify({ ...appJson, implements: hears })));
	await writeFile(file, zip.toBuffer());
	return file;
}
