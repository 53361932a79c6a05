//! The terms that code writes or asks for, one constant each. What they mean stands in `ontology/renda.ttl`.

/// Constants of one namespace, and the list of them, so that a test can hold the list against the ontology.
macro_rules! terms {
    ($(#[$doc:meta])* $module:ident = $namespace:literal { $($constant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        pub mod $module {
            use oxigraph::model::NamedNodeRef;

            /// The namespace.
            pub const NAMESPACE: &str = $namespace;
            /// All terms of this module.
            pub const ALL: &[NamedNodeRef<'static>] = &[$($constant),+];
            $(
                #[doc = concat!("`", stringify!($module), ":", $name, "`")]
                pub const $constant: NamedNodeRef<'static> =
                    NamedNodeRef::new_unchecked(concat!($namespace, $name));
            )+
        }
    };
}

terms! {
    /// renda's own vocabulary.
    rd = "https://w3id.org/renda/ontology#" {
        // Classes.
        REGION_CLASS = "Region",
        ORGANIZATION = "Organization",
        MECHANISM_CLASS = "Mechanism",
        CANDIDATE_MECHANISM = "CandidateMechanism",
        ARTICLE_CLASS = "Article",
        ADOPTION_CLAIM = "AdoptionClaim",
        ADOPTION = "Adoption",
        OBSERVATION = "Observation",
        STATUTE_ACTION = "StatuteAction",
        STATUTE_CLASS = "Statute",
        LEARNING_CONTACT = "LearningContact",
        EVENT_CLASS = "Event",
        DOCUMENT = "Document",
        CONFLICT_CLASS = "Conflict",
        EVIDENCE_CLASS = "Evidence",
        // Regions and organisations.
        ADMIN_CODE = "adminCode",
        LEVEL = "level",
        COUNTIES = "counties",
        TOWNSHIPS = "townships",
        STREETS = "streets",
        ADOPTS = "adopts",
        JURISDICTION = "jurisdiction",
        // Mechanisms.
        FORM = "form",
        // Articles.
        HOME_REGION = "homeRegion",
        AS_OF_EARLIEST = "asOfEarliest",
        AS_OF_LATEST = "asOfLatest",
        AS_OF_BASIS = "asOfBasis",
        EVENT = "event",
        ISSUED_BY = "issuedBy",
        PAPER = "paper",
        PRINTED_PAGE = "printedPage",
        LICENCE = "licence",
        REPRINT_OF = "reprintOf",
        SHARED_TEXT = "sharedText",
        SHARED_FIGURES = "sharedFigures",
        OTHER_FIGURES = "otherFigures",
        // Claims of every kind.
        REGION = "region",
        EVIDENCE = "evidence",
        ARTICLE = "article",
        // Adoptions.
        MECHANISM = "mechanism",
        STATUS = "status",
        SHA256 = "sha256",
        SURFACE_FORM = "surfaceForm",
        TRIGGER = "trigger",
        COVERAGE = "coverage",
        COVERED = "covered",
        COVERABLE = "coverable",
        COVERAGE_UNIT = "coverageUnit",
        TIER = "tier",
        ROLE = "role",
        ADOPTER = "adopter",
        PARTNER = "partner",
        SINCE = "since",
        SINCE_YEAR = "sinceYear",
        SINCE_KIND = "sinceKind",
        BASIS = "basis",
        TOPIC = "topic",
        GLOSS = "gloss",
        FIRST_WITHIN = "firstWithin",
        REGION_AS_PRINTED = "regionAsPrinted",
        // Facts and conflicts.
        PILOTED_SINCE = "pilotedSince",
        FIRST_REPORTED = "firstReported",
        ORIGINS = "origins",
        CLAIM = "claim",
        CONFLICT = "conflict",
        CONFLICT_KIND = "conflictKind",
        BETWEEN = "between",
        // Observations.
        INDICATOR = "indicator",
        INDICATOR_TEXT = "indicatorText",
        VALUE = "value",
        OUTCOME = "outcome",
        UNIT = "unit",
        BOUND = "bound",
        PERIOD = "period",
        SCOPE = "scope",
        // Statutes.
        STATUTE = "statute",
        RELATION = "relation",
        TIME = "time",
        ISSUER = "issuer",
        // Events and persons.
        EVENT_KIND = "eventKind",
        POST = "post",
        // Learning contacts.
        LEARNER = "learner", LEARNED_FROM = "learnedFrom",
    }
}

terms! {
    /// SKOS: names of concepts and of regions.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT = "Concept",
        PREF_LABEL = "prefLabel",
        ALT_LABEL = "altLabel",
        HIDDEN_LABEL = "hiddenLabel",
        BROADER = "broader",
        SCOPE_NOTE = "scopeNote",
        DEFINITION = "definition",
        CONCEPT_SCHEME = "ConceptScheme",
        IN_SCHEME = "inScheme",
        NOTATION = "notation",
        TOP_CONCEPT_OF = "topConceptOf",
        CHANGE_NOTE = "changeNote",
    }
}

terms! {
    /// Dublin Core: what articles, statutes and documents are called, and when they came out.
    dcterms = "http://purl.org/dc/terms/" {
        TITLE = "title",
        DESCRIPTION = "description",
        CREATOR = "creator",
        ISSUED = "issued",
        SOURCE = "source",
        IS_PART_OF = "isPartOf",
    }
}

terms! {
    /// Web Annotation: quotes and where they stand.
    oa = "http://www.w3.org/ns/oa#" {
        HAS_SOURCE = "hasSource",
        EXACT = "exact",
        START = "start",
        END = "end",
    }
}

terms! {
    /// FOAF: authors.
    foaf = "http://xmlns.com/foaf/0.1/" {
        PERSON = "Person",
        NAME = "name",
    }
}

terms! {
    /// W3C ORG: organs.
    org = "http://www.w3.org/ns/org#" {
        UNIT_OF = "unitOf",
        MEMBER_OF = "memberOf",
    }
}

terms! {
    /// schema.org: the text of an article, and what a property is about where that is one of several classes.
    schema = "https://schema.org/" {
        DOMAIN_INCLUDES = "domainIncludes",
        RANGE_INCLUDES = "rangeIncludes",
        ARTICLE_BODY = "articleBody",
    }
}

terms! {
    /// `VoID`: what a graph holds, as a data set.
    void = "http://rdfs.org/ns/void#" {
        TRIPLES = "triples",
        DISTINCT_SUBJECTS = "distinctSubjects",
        ENTITIES = "entities",
        CLASSES = "classes",
        CLASS = "class",
        CLASS_PARTITION = "classPartition",
        PROPERTIES = "properties",
        PROPERTY = "property",
        PROPERTY_PARTITION = "propertyPartition",
    }
}

terms! {
    /// OWL: what the vocabulary is written in.
    owl = "http://www.w3.org/2002/07/owl#" {
        CLASS = "Class",
        OBJECT_PROPERTY = "ObjectProperty",
        DATATYPE_PROPERTY = "DatatypeProperty",
        VERSION_INFO = "versionInfo",
    }
}
