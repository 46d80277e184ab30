import { deflateSync } from 'node:zlib';

/** Two pictures of one pixel, red and blue. */
export const red = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
	'base64',
);
export const blue = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC',
	'base64',
);

/** A small file that says it is a very large picture. */
export const bomb = Buffer.concat([
	red.subarray(0, 16),
	Buffer.from([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 2, 0, 0, 0, 0, 0, 0, 0]),
	deflateSync(Buffer.alloc(100_000)),
]);

/** A picture that runs a script. */
export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** A page. */
export const html = Buffer.from('<!doctype html><script>alert(1)</script>');
