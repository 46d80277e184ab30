import { expect } from 'chai';
import { numberedFile, tokensInFile } from '../../../bench/chaos/numbered-file';

const key = { run: 2, side: 'matrix', writer: 3, number: 4 } as const;
const { bytes } = numberedFile(key, 1, 1_000);

describe('numbered file of the chaos runs', () => {
	it('says which one it is', () => {
		expect(tokensInFile(bytes)).to.deep.equal([{ key, version: 0, line: 1 }]);
		expect(tokensInFile(numberedFile(key, 2, 0).bytes)).to.deep.equal([{ key, version: 0, line: 2 }]);
	});

	it('is none if a byte is wrong, missing or too much', () => {
		const wrong = Buffer.from(bytes);
		wrong.writeUInt8(wrong.readUInt8(500) ^ 1, 500);
		expect(tokensInFile(wrong)).to.deep.equal([]);
		expect(tokensInFile(bytes.subarray(0, -1))).to.deep.equal([]);
		expect(tokensInFile(Buffer.concat([bytes, Buffer.alloc(1)]))).to.deep.equal([]);
		expect(tokensInFile(Buffer.from('a page that says 404'))).to.deep.equal([]);
	});
});
