from . import models, testing
from ._version import __version__
from .bounds import Bound, Limit, at_least, at_most, between, exactly, less_than, more_than
from .checkers.algebra import All, AnyOf, AtLeast, Not
from .checkers.base import Checker
from .checkers.by_judge import judged
from .checkers.catalogue import checker, registry
from .checkers.primitives import Absent, AllPresent, Counted, Each, Placed, Present
from .checking import check, check_all
from .conversation import Conversation, Given, Instruction, Message, Step, Turn
from .datasets import Conversations, dump, load
from .errors import (
    DataError,
    InexpressibleError,
    MifcheckError,
    MissingExtraError,
    ModelError,
    NoRowError,
    ParameterError,
    RowLanguageError,
    RunError,
    SegmentationError,
    SignatureError,
    UnknownIdError,
    UnknownLanguageError,
)
from .evaluate import ReplyResult, compile_all
from .languages import Language, get_language, known_languages, read_language
from .linting import Finding, lint
from .many import check_many
from .profiles import build, describe, from_spec
from .ratings.agreement import correlate
from .ratings.reading import read_ratings
from .ratings.values import Ratings
from .report.plots import plot
from .runs.driving import drive
from .runs.recording import Recording
from .runs.replies import read_replies
from .runs.run import Run
from .runs.specs import load_model
from .scores.comparing import compare, dominance
from .scores.comparison import Comparison
from .scores.judging import score
from .scores.profiles import Differences, compare_profiles
from .scores.scores import Scores
from .signature import Signature, signature_for
from .text import Text
from .verdict import Span, Verdict

__all__ = [
    "Absent",
    "All",
    "AllPresent",
    "AnyOf",
    "AtLeast",
    "Bound",
    "Checker",
    "Comparison",
    "Conversation",
    "Conversations",
    "Counted",
    "DataError",
    "Differences",
    "Each",
    "Finding",
    "Given",
    "InexpressibleError",
    "Instruction",
    "Language",
    "Limit",
    "Message",
    "MifcheckError",
    "MissingExtraError",
    "ModelError",
    "NoRowError",
    "Not",
    "ParameterError",
    "Placed",
    "Present",
    "Ratings",
    "Recording",
    "ReplyResult",
    "RowLanguageError",
    "Run",
    "RunError",
    "Scores",
    "SegmentationError",
    "Signature",
    "SignatureError",
    "Span",
    "Step",
    "Text",
    "Turn",
    "UnknownIdError",
    "UnknownLanguageError",
    "Verdict",
    "__version__",
    "at_least",
    "at_most",
    "between",
    "build",
    "check",
    "check_all",
    "check_many",
    "checker",
    "compare",
    "compare_profiles",
    "compile_all",
    "correlate",
    "describe",
    "dominance",
    "drive",
    "dump",
    "exactly",
    "from_spec",
    "get_language",
    "judged",
    "known_languages",
    "less_than",
    "lint",
    "load",
    "load_model",
    "models",
    "more_than",
    "plot",
    "read_language",
    "read_ratings",
    "read_replies",
    "registry",
    "score",
    "signature_for",
    "testing",
]
