using System.Text;

namespace VtKit.Cli.Tests;

/// <summary>Objects made up for these tests, in the shapes of the service.</summary>
internal static class Samples
{
    /// <summary>The test file of EICAR, in parts, so that no scanner takes this source for it.</summary>
    public static byte[] Eicar => Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*");

    public static VtObject File { get; } = Parse("""
        {
          "type": "file",
          "id": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "attributes": {
            "md5": "0123456789abcdef0123456789abcdef",
            "sha1": "0123456789abcdef0123456789abcdef01234567",
            "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "size": 151344,
            "type_description": "Win32 EXE",
            "type_tag": "peexe",
            "magic": "PE32+ executable (console) x86-64, for MS Windows",
            "meaningful_name": "setup.exe",
            "names": ["setup.exe", "invoice\u202egpj.exe", "a very long name that somebody gave to this file so that it wraps.exe", "b.exe", "c.exe", "d.exe", "e.exe", "f.exe", "another long name that does not fit any more.exe", "and this one too, which is a pity.exe"],
            "first_submission_date": 1700000000,
            "last_submission_date": 1710000000,
            "last_analysis_date": 1710000100,
            "creation_date": 4246907690,
            "times_submitted": 3,
            "reputation": -12,
            "tags": ["64bits", "signed", "peexe"],
            "ssdeep": "3072:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz0123456789:AbCdEfGhIjKlMnOp",
            "popular_threat_classification": { "suggested_threat_label": "trojan.example/sample" },
            "signature_info": { "product": "Example Setup", "verified": "Signed", "signers": "Example Ltd; Example CA" },
            "pe_info": {
              "timestamp": 1699999999,
              "entry_point": 4096,
              "imphash": "fedcba9876543210fedcba9876543210",
              "sections": [
                { "name": ".text", "virtual_address": 4096, "virtual_size": 70000, "raw_size": 70144, "entropy": 6.51, "md5": "x", "flags": "rx" },
                { "name": ".rsrc\u001b[2J", "virtual_address": 77824, "virtual_size": 1024, "raw_size": 1536, "entropy": 8, "flags": "r" }
              ],
              "import_list": [
                { "library_name": "KERNEL32.dll", "imported_functions": ["CreateFileW", "ReadFile", "WriteFile", "CloseHandle", "ExitProcess", "GetLastError"] },
                { "library_name": "USER32.dll", "imported_functions": ["MessageBoxW"] }
              ]
            },
            "crowdsourced_yara_results": [ { "rule_name": "Example_Rule", "ruleset_name": "examples", "source": "https://example.org/rules" } ],
            "sandbox_verdicts": { "Example Box": { "category": "malicious", "sandbox_name": "Example Box", "malware_names": ["Sample"], "malware_classification": ["TROJAN"] } },
            "last_analysis_stats": { "malicious": 2, "suspicious": 1, "undetected": 2, "harmless": 0, "timeout": 1, "type-unsupported": 1 },
            "last_analysis_results": {
              "Zeta": { "category": "malicious", "engine_name": "Zeta", "result": "Trojan.Sample" },
              "Alpha": { "category": "malicious", "engine_name": "Alpha AV", "result": "a name so long that it has to be cut somewhere because it does not fit the line" },
              "Beta": { "category": "suspicious", "engine_name": "Beta", "result": null },
              "Gamma": { "category": "undetected", "engine_name": "Gamma", "result": null },
              "Delta": { "category": "undetected", "engine_name": "Delta", "result": null },
              "Epsilon": { "category": "timeout", "engine_name": "Epsilon", "result": null },
              "Eta": { "category": "type-unsupported", "engine_name": "Eta", "result": null }
            }
          }
        }
        """);

    public static VtObject ElfFile { get; } = Parse("""
        {
          "type": "file",
          "id": "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
          "attributes": {
            "sha256": "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
            "size": 68, "type_description": "ELF", "type_tag": "elf", "names": ["ls"], "times_submitted": 1,
            "bundle_info": { "type": "ZIP", "num_children": 2, "uncompressed_size": 3.3356434083164046e21, "file_types": { "Text": 1, "PDF": 1 } },
            "elf_info": {
              "header": { "machine": "Advanced Micro Devices X86-64", "entrypoint": 24576 },
              "shared_libraries": ["libc.so.6", "libselinux.so.1"],
              "section_list": [
                { "name": "", "section_type": "NULL", "virtual_address": 0, "physical_offset": 0, "size": 0, "flags": "" },
                { "name": ".text", "section_type": "PROGBITS", "virtual_address": 16384, "physical_offset": 16384, "size": 87654, "flags": "AX" }
              ]
            },
            "last_analysis_stats": { "malicious": 0, "undetected": 2 },
            "last_analysis_results": {
              "A": { "category": "undetected", "engine_name": "A" }, "B": { "category": "undetected", "engine_name": "B" }
            }
          }
        }
        """);

    public static VtObject Url { get; } = Parse("""
        {
          "type": "url",
          "id": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
          "attributes": {
            "url": "http://example.com/a?b=c&d=e", "last_final_url": "https://example.com/", "title": "An =example= page",
            "redirection_chain": ["http://example.com/a?b=c&d=e"], "last_http_response_code": 200, "tags": [], "threat_names": ["Phish"],
            "categories": { "One": "search engines", "Two": "Search Engines", "Three": "portals" },
            "first_submission_date": 1700000000, "last_analysis_date": 1710000100, "times_submitted": 7, "reputation": 0,
            "last_analysis_stats": { "malicious": 0, "suspicious": 1, "undetected": 1, "harmless": 2, "timeout": 0 },
            "last_analysis_results": {
              "A": { "category": "suspicious", "engine_name": "A", "result": "spam" },
              "B": { "category": "harmless", "engine_name": "B", "result": "clean" },
              "C": { "category": "harmless", "engine_name": "C", "result": "clean" },
              "D": { "category": "undetected", "engine_name": "D", "result": "unrated" }
            }
          }
        }
        """);

    public static VtObject Domain { get; } = Parse("""
        {
          "type": "domain", "id": "example.com",
          "attributes": {
            "registrar": "Example Registrar Inc.", "creation_date": 808372800, "last_analysis_date": 1710000100, "reputation": 5, "tags": ["dga"],
            "categories": { "One": "technology" }, "popularity_ranks": { "Example List": { "rank": 42, "timestamp": 1 } },
            "jarm": "27d40d40d00040d00042d43d000000aa99ce74e2c6d013c745aa52b5cc042d",
            "last_dns_records": [ { "type": "A", "ttl": 300, "value": "192.0.2.1" }, { "type": "MX", "ttl": 3600, "priority": 10, "value": "mail.example.com" } ],
            "last_https_certificate": { "subject": { "CN": "example.com" }, "issuer": { "CN": "Example CA" }, "validity": { "not_before": "2024-01-01 00:00:00", "not_after": "2025-01-01 23:59:59" } },
            "last_analysis_stats": { "malicious": 0, "suspicious": 0, "undetected": 10, "harmless": 60 },
            "whois": "Domain Name: EXAMPLE.COM\nRegistrar: Example Registrar Inc.\n\nRegistrant: a line that is much longer than eighty columns are, so that it has to be wrapped by us"
          }
        }
        """);

    public static VtObject IpAddress { get; } = Parse("""
        {
          "type": "ip_address", "id": "192.0.2.1",
          "attributes": {
            "network": "192.0.2.0/24", "asn": 64500, "as_owner": "Example Net", "country": "NL", "continent": "EU", "regional_internet_registry": "RIPE NCC",
            "last_analysis_stats": { "malicious": 0, "suspicious": 0, "undetected": 0, "harmless": 0 }, "reputation": 0
          }
        }
        """);

    public static VtObject Analysis { get; } = Parse("""
        { "type": "analysis", "id": "u-00112233-1710000100", "attributes": { "status": "queued", "date": 1710000100, "stats": { "malicious": 0 }, "results": {} } }
        """);

    public static VtObject Unknown { get; } = Parse("""
        { "type": "ssl_cert", "id": "abc", "attributes": { "size": 5, "version": "V3", "tags": ["a", "b"], "issuer": { "CN": "x" } } }
        """);

    public static IReadOnlyList<VtObject> Mixed { get; } =
    [
        File, ElfFile, Url, Domain, IpAddress, Analysis, Unknown,
        Parse("""{ "type": "comment", "id": "f-1", "attributes": { "date": 1710000100, "text": "First line\nsecond line with #tag, and so much more to say about it that it goes on on another line", "tags": ["tag"] } }"""),
        Parse("""{ "type": "vote", "id": "v-1", "attributes": { "date": 1710000100, "verdict": "malicious", "value": -1 } }"""),
        Parse("""{ "type": "resolution", "id": "192.0.2.1example.com", "attributes": { "date": 1710000100, "host_name": "example.com", "ip_address": "192.0.2.1", "resolver": "VirusTotal" } }"""),
        Parse("""{ "type": "file", "id": "ffff", "error": { "code": "NotFoundError", "message": "not here" } }"""),
        Parse("""{ "type": "url", "id": "eeee", "context_attributes": { "url": "http://example.org/\u0007" } }"""),
    ];

    public static VtObject Parse(string json) => VtObject.Parse<VtObject>(Encoding.UTF8.GetBytes(json));
}
