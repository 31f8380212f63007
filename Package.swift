// swift-tools-version: 6.2
import PackageDescription

/// One array for every target: what the language checks is the same everywhere.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["TABLESYNC_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "tablesync",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tablesync", targets: ["TableSyncCommand"]),
        .library(name: "TableSync", targets: ["TableSync"]),
        .library(name: "AirtableAPI", targets: ["AirtableAPI"]),
        .library(name: "TabularFiles", targets: ["TabularFiles"]),
        .library(name: "MockAirtable", targets: ["MockAirtable"]),
        .library(name: "TableModel", targets: ["TableModel"]),
        .library(name: "RateLimiting", targets: ["RateLimiting"]),
        .library(name: "JSONText", targets: ["JSONText"]),
    ],
    dependencies: [
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .target(name: "Locking", swiftSettings: settings),
        .target(name: "JSONText", swiftSettings: settings),
        .target(name: "TableModel", dependencies: ["JSONText"], swiftSettings: settings),
        .target(name: "RateLimiting", dependencies: ["Locking"], swiftSettings: settings),
        .target(
            name: "AirtableAPI",
            dependencies: [
                "TableModel", "RateLimiting", "JSONText", "Locking",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: settings),
        .target(name: "TabularFiles", dependencies: ["TableModel", "JSONText"], swiftSettings: settings),
        .target(
            name: "TableSync",
            dependencies: [
                "TableModel", "RateLimiting", "JSONText", "Locking",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .target(
            name: "MockAirtable",
            dependencies: [
                "TableModel", "JSONText", "Locking",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "TableSyncCommand",
            dependencies: [
                "TableSync", "AirtableAPI", "TabularFiles", "MockAirtable", "TableModel", "RateLimiting", "JSONText",
                "Locking",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "TestSupport",
            dependencies: ["TableModel", "RateLimiting", "Locking"],
            path: "Tests/TestSupport",
            swiftSettings: settings),
        // By itself: its memory is measured, and is not to hold the client's code.
        .executableTarget(
            name: "CSVBenchmark", dependencies: ["TabularFiles", "TableModel"], path: "Tests/Benchmarks/CSV",
            swiftSettings: settings),
        .executableTarget(
            name: "JournalBenchmark", dependencies: ["TableSync", "AirtableAPI", "RateLimiting", "TableModel"],
            path: "Tests/Benchmarks/Journal", swiftSettings: settings),
        .executableTarget(
            name: "ProgressBenchmark",
            dependencies: [
                "TableSync", "TableModel", .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
            ],
            path: "Tests/Benchmarks/Progress", swiftSettings: settings),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "TableModelTests", dependencies: ["TableModel", "JSONText", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "RateLimitingTests", dependencies: ["RateLimiting", "Locking", "TestSupport"], swiftSettings: settings
        ),
        .testTarget(
            name: "AirtableAPITests",
            dependencies: [
                "AirtableAPI", "MockAirtable", "TableModel", "RateLimiting", "JSONText", "Locking", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TabularFilesTests", dependencies: ["TabularFiles", "TableModel", "JSONText", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "TableSyncTests",
            dependencies: [
                "TableSync", "AirtableAPI", "MockAirtable", "TableModel", "RateLimiting", "JSONText", "Locking",
                "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MockAirtableTests",
            dependencies: [
                "MockAirtable", "TableModel", "JSONText", "Locking", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TableSyncCommandTests",
            dependencies: [
                "TableSyncCommand", "TableSync", "AirtableAPI", "TabularFiles", "MockAirtable", "TableModel",
                "RateLimiting", "JSONText", "Locking", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
    ]
)
