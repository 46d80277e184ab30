import { expect } from 'chai';
import { fieldIn, isJsonObject, objectIn } from '../../src/convert/json';

const noObjects: readonly unknown[] = [undefined, null, 'text', 7, true, ['a']];

describe('JSON of unknown form', () => {
	it('is an object only if it has fields', () => {
		expect(isJsonObject({ a: 1 })).to.equal(true);
		expect(noObjects.filter(isJsonObject)).to.deep.equal([]);
	});

	it('is read as an empty object if it is none', () => {
		const object = { a: 1 };
		expect(objectIn(object)).to.equal(object);
		expect(noObjects.map(objectIn)).to.deep.equal(noObjects.map(() => ({})));
	});

	it('has the field at the end of a path', () => {
		expect(fieldIn({ a: { b: [7] } }, 'a', 'b')).to.deep.equal([7]);
	});

	it('has no field behind something that is no object', () => {
		expect(fieldIn({ a: 'text' }, 'a', 'length')).to.equal(undefined);
		expect(fieldIn({ a: ['x'] }, 'a', '0')).to.equal(undefined);
		expect(fieldIn(undefined, 'a')).to.equal(undefined);
	});
});
