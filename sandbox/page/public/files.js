/* global URLSearchParams */

import { element, icon } from './element.js';

/**
 * The elements that show the files of a message: pictures, players, and a line with a download for everything else.
 * @param address (source) returns the address at which the page's server has a file
 */
export function filesOf(files, address) {
	return files.map((file) => {
		const shown = (file.source && shownBy[file.kind]?.(file, address)) || downloadOf(file, address);
		return element('div', `file ${file.kind}`, shown);
	});
}

/** @returns the size as people read it, for example `1.4 MB` */
export function sizeText(bytes) {
	const units = [bytes === 1 ? 'byte' : 'bytes', 'kB', 'MB', 'GB'];
	const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
	const number = bytes / 1_000 ** power;
	return `${number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 1 : 0 })} ${units[power]}`;
}

const shownBy = {
	image: (file, address) => {
		const link = element('a', 'picture', pictureOf(file, address));
		Object.assign(link, { href: address(file.source), target: '_blank', rel: 'noopener' });
		link.setAttribute('aria-label', `Open the picture ${file.name}`);
		return link;
	},
	sticker: (file, address) => pictureOf(file, address),
	video: (file, address) => playerOf('video', file, address),
	audio: (file, address) =>
		element('div', 'sound', playerOf('audio', file, address), downloadOf(file, address)),
	voice: (file, address) =>
		element(
			'div',
			'sound',
			element('span', 'voice-mark', icon('voice'), 'Voice message'),
			playerOf('audio', file, address),
		),
};

/** A picture, with its size reserved. One that cannot be loaded gives place to the line with its name. */
function pictureOf(file, address) {
	const picture = element('img');
	Object.assign(picture, { src: address(file.thumbnail ?? file.source), alt: file.name });
	if (file.width && file.height) {
		const scale = Math.min(1, 320 / file.width, 240 / file.height);
		picture.width = Math.max(1, Math.round(file.width * scale));
		picture.height = Math.max(1, Math.round(file.height * scale));
	}
	picture.addEventListener('error', () =>
		picture.closest('.file')?.replaceChildren(downloadOf(file, address)),
	);
	return picture;
}

function playerOf(tag, file, address) {
	const player = element(tag);
	Object.assign(player, { src: address(file.source), controls: true, preload: 'metadata' });
	player.setAttribute('aria-label', file.name);
	return player;
}

/** A line with name and size, which downloads the file. */
function downloadOf({ name, size, source }, address) {
	const texts = [
		icon('file'),
		element('span', 'file-name', name || 'a file without a name'),
		...(size === undefined ? [] : [element('span', 'file-size', sizeText(size))]),
	];
	if (!source) {
		return element('span', 'download', ...texts, element('span', 'file-size', 'cannot be read here'));
	}
	const link = element('a', 'download', ...texts);
	Object.assign(link, { href: address(source), download: name || 'file' });
	return link;
}

/** @returns the query of a request that sends this file */
export function fileQuery(file, more) {
	const query = { name: file.name || 'file', type: file.type, ...more };
	return new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
}
