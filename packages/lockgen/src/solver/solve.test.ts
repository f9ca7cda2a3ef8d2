import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clause, Literal, Problem } from './clause.js'
import { minimalContradiction } from './minimal.js'
import { solve } from './solve.js'

/** Clauses that are known from the start, each named by its place. */
function problemOf(formula: readonly Literal[][], preferred: number[] = []): Problem<number> {
  return {
    roots: formula.map((literals, reason) => ({ literals, reason })),
    clausesOf: () => [],
    wishesOf: () => [],
    preferred: new Set(preferred),
  }
}

function variablesOf(problem: Problem<number>): number[] | 'none' {
  const solution = solve(problem)
  return 'variables' in solution ? solution.variables.toSorted((a, b) => a - b) : 'none'
}

const size = 6
const literal = fc
  .tuple(fc.integer({ min: 1, max: size }), fc.boolean())
  .map(([v, s]) => (s ? v : -v))
const clause = fc.uniqueArray(literal, { minLength: 1, maxLength: 3, selector: Math.abs })
const formulas = fc.array(clause, { maxLength: 30 })

function holds(formula: readonly Literal[][], truth: (variable: number) => boolean): boolean {
  return formula.every((clause) => clause.some((l) => truth(Math.abs(l)) === l > 0))
}

function isSatisfiable(formula: readonly Literal[][]): boolean {
  return Array.from({ length: 2 ** size }, (_, bits) => bits).some((bits) =>
    holds(formula, (variable) => ((bits >> (variable - 1)) & 1) === 1),
  )
}

describe('solve', () => {
  it.each([
    { summary: 'nothing without clauses', formula: [], answer: [] },
    { summary: 'the first of a choice', formula: [[3, 1, 2]], answer: [3] },
    { summary: 'no second where the first was needed', formula: [[1], [2, 1]], answer: [1] },
    { summary: 'the second where the first is forbidden', formula: [[1, 2], [-1]], answer: [2] },
    {
      summary: 'another first choice where it leads nowhere',
      formula: [
        [1, 2],
        [-1, 3],
        [-1, 4],
        [-3, -4],
      ],
      answer: [2],
    },
    { summary: 'no answer', formula: [[1], [-1, 2], [-2]], answer: 'none' },
  ])('finds $summary', ({ formula, answer }) => {
    expect(variablesOf(problemOf(formula))).toEqual(answer)
  })

  it('takes a preferred variable before earlier ones, and for its own sake', () => {
    expect(variablesOf(problemOf([[1, 2, 3], [-5]], [3, 4, 5]))).toEqual([3, 4])
  })

  it('grants wishes, but none that breaks a clause', () => {
    const clauses = new Map<number, Clause<number>[]>([[4, [{ literals: [-4, -1], reason: 1 }]]])
    const problem: Problem<number> = {
      roots: [{ literals: [1], reason: 0 }],
      clausesOf: (variable) => clauses.get(variable) ?? [],
      wishesOf: (variable) => (variable === 1 ? [[4], [4, 5], [6]] : []),
      preferred: new Set(),
    }
    expect(variablesOf(problem)).toEqual([1, 5, 6])
  })

  it('answers as trying every assignment does', () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        const answer = variablesOf(problemOf(formula))
        expect(answer !== 'none').toBe(isSatisfiable(formula))
        if (answer !== 'none') expect(holds(formula, (v) => answer.includes(v))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('gives the same answer where clauses are found on the way', () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        const late = formula.filter((clause) => clause.some((l) => l < 0))
        const lazy: Problem<number> = {
          ...problemOf(formula.filter((clause) => clause.every((l) => l > 0))),
          clausesOf: (variable) =>
            late.filter((clause) => clause.includes(-variable)).map((literals) => ({ literals })),
        }
        const answer = variablesOf(lazy)
        expect(answer !== 'none').toBe(isSatisfiable(formula))
        if (answer !== 'none') expect(holds(formula, (v) => answer.includes(v))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('minimalContradiction', () => {
  it('leaves nothing out that is needed and keeps nothing that is not', () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        const solution = solve(problemOf(formula))
        if (!('contradiction' in solution)) return
        const parts = minimalContradiction(solution.contradiction).map(({ reason = 0 }) => reason)
        const part = (without?: number) =>
          parts.filter((reason) => reason !== without).map((reason) => formula[reason] ?? [])
        expect(isSatisfiable(part())).toBe(false)
        for (const reason of parts) expect(isSatisfiable(part(reason))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('proves that four pigeons do not fit in three holes', () => {
    const problem = pigeons(4, 3)
    const solution = solve(problem)
    expect(
      'contradiction' in solution && minimalContradiction(solution.contradiction),
    ).toHaveLength(problem.roots.length)
  })

  it('leaves a proof as it is where that would take too long', () => {
    const solution = solve(pigeons(8, 7))
    const proof = 'contradiction' in solution ? solution.contradiction : []
    const part = minimalContradiction(proof, 100)
    expect(part).toEqual(proof)
    const problem = { roots: part, clausesOf: () => [], wishesOf: () => [], preferred: new Set([]) }
    expect('contradiction' in solve(problem)).toBe(true)
  })

  it('ends undecided where that is asked for', () => {
    expect(solve(pigeons(8, 7), 1000)).toMatchObject({ isUndecided: true })
  })
})

/** So many pigeons in so many holes, of which each holds one. */
function pigeons(count: number, holes: number): Problem<number> {
  const inHole = (pigeon: number, hole: number) => pigeon * holes + hole + 1
  const all = [...Array(count).keys()]
  return problemOf([
    ...all.map((pigeon) => [...Array(holes).keys()].map((hole) => inHole(pigeon, hole))),
    ...[...Array(holes).keys()].flatMap((hole) =>
      all.flatMap((a) => all.filter((b) => b > a).map((b) => [-inHole(a, hole), -inHole(b, hole)])),
    ),
  ])
}
