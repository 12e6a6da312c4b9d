"""Evaluation validity: results and everything needed to trust or repeat them."""

from __future__ import annotations

from typing import Annotated

from registry.rules.card.base import Text, Url
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, Whole, optional, required


class Result(Shape):
    benchmark: Text = required("Benchmark.", max_length=150, example="AIME")
    benchmark_version: Maybe[Text] = optional(
        "Version, subset or date.", max_length=100, example="2024"
    )
    metric: Text = required("Metric.", max_length=100, example="pass@1")
    value: float = required("Result.", ge=-1e9, le=1e9, example=79.8)
    settings: Maybe[Text] = optional(
        "Prompting and decoding settings.",
        max_length=500,
        example="temperature 0.6, top-p 0.95, 32,768 tokens",
    )
    samples: Maybe[Text] = optional(
        "Questions and samples per question.", max_length=200, example="64 samples per question"
    )


class HeadlineResults(Value):
    results: Many[Result] = required("One entry per headline result.", max_length=200)


class ResultInterval(Shape):
    benchmark: Text = required("Benchmark.", max_length=150, example="AIME 2024")
    interval: Maybe[Text] = optional(
        "Interval or standard error.", max_length=150, example="79.8 ± 1.2 (95 %)"
    )
    sample_count: Maybe[Annotated[int, Whole(1, 1_000_000_000)]] = optional(
        "Number of test items or repetitions.", unit="samples", example=30
    )
    method: Maybe[Text] = optional(
        "How it was computed.", max_length=200, example="bootstrap over questions"
    )


class ResultUncertainty(Value):
    results: Maybe[Many[ResultInterval]] = optional(
        "One entry per headline result.", max_length=200
    )
    statement: Maybe[Text] = optional(
        "General statement.", max_length=500, example="k between 4 and 64 samples per question."
    )


class BenchmarkOverlap(Shape):
    benchmark: Text = required("Benchmark.", max_length=150, example="MATH-500")
    result: Text = required("Measured overlap.", max_length=300, example="0.4 % of items")


class ContaminationCheck(Value):
    method: Maybe[Text] = optional(
        "Method.", max_length=500, example="10-gram match between training text and test items"
    )
    benchmarks: Maybe[Many[BenchmarkOverlap]] = optional("Result per benchmark.", max_length=200)
    action: Maybe[Text] = optional(
        "What was done with matches.",
        max_length=500,
        example="matching texts removed from training data",
    )
    base_model_covered: Maybe[bool] = optional(
        "Whether data of the base model was checked as well.", example=True
    )
    caveat: Maybe[Text] = optional(
        "Known limits of the method.", max_length=500, example="paraphrases are not caught"
    )


class ReproductionKit(Value):
    prompts_url: Maybe[Url] = optional("Prompts.", example="https://github.com/openai/simple-evals")
    prompts_described: Maybe[Text] = optional(
        "Prompts described in text, if not published as files.",
        max_length=500,
        example="simple-evals prompts for MMLU, DROP, GPQA and SimpleQA",
    )
    harness: Maybe[Text] = optional("Evaluation harness.", max_length=150, example="simple-evals")
    harness_version: Maybe[Text] = optional(
        "Version or commit.", max_length=100, example="commit 3ec4e9b"
    )
    seeds: Maybe[Text] = optional("Random seeds.", max_length=100, example="0-63")
    outputs_url: Maybe[Url] = optional("Raw model outputs.", example="https://example.org/outputs")


class IndependentResult(Shape):
    evaluator: Text = required("Who evaluated.", max_length=200, example="Example University")
    finding: Maybe[Text] = optional("Result.", max_length=500, example="74.1 on AIME 2024")
    url: Maybe[Url] = optional("Where it is published.", example="https://example.org/eval")
    contrary: Maybe[bool] = optional("Whether it contradicts the developer.", example=False)


class IndependentResults(Value):
    results: Many[IndependentResult] = required(
        "One entry per independent evaluation.", max_length=100
    )


class Comparator(Shape):
    model: Text = required("Comparator.", max_length=200, example="OpenAI-o1-1217")
    settings: Maybe[Text] = optional(
        "Settings for the comparator.", max_length=300, example="same prompts, 32,768 tokens"
    )
    source: Maybe[Text] = optional(
        "Source of its numbers.", max_length=300, example="official reports of its developer"
    )


class Comparators(Value):
    comparators: Many[Comparator] = required("One entry per comparator.", max_length=100)


class Evaluation(Section):
    results: Maybe[Claim[HeadlineResults]] = claim(
        "EVAL-1", "Headline results with everything needed to read them."
    )
    uncertainty: Maybe[Claim[ResultUncertainty]] = claim(
        "EVAL-2", "Uncertainty of each headline result."
    )
    contamination: Maybe[Claim[ContaminationCheck]] = claim(
        "EVAL-3", "Overlap of test items with training data, including data of the base model."
    )
    reproduction_kit: Maybe[Claim[ReproductionKit]] = claim(
        "EVAL-4", "What another team needs to repeat the evaluation."
    )
    independent_results: Maybe[Claim[IndependentResults]] = claim(
        "EVAL-5", "Results by others, including contrary ones."
    )
    comparators: Maybe[Claim[Comparators]] = claim(
        "EVAL-6", "Models compared against: same settings, sources given."
    )
