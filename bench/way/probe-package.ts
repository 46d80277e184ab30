import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import AdmZip from 'adm-zip';
import { packageApp } from '../../scripts/package';

const entry = path.join(import.meta.dirname, 'probe-app', 'FederationApp.ts');

/**
 * Packages the probe app like the app itself, except that it hears of no events.
 * @param folder where the zip is written
 * @returns path of the zip
 */
export async function packageProbe(folder: string): Promise<string> {
	const file = await packageApp(folder, entry);
	const zip = new AdmZip(file);
	const appJson = JSON.parse(zip.readAsText('app.json')) as object;
	zip.updateFile('app.json', Buffer.from(JSON.stringify({ ...appJson, implements: [] })));
	await writeFile(file, zip.toBuffer());
	return file;
}
