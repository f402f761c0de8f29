#!/usr/bin/env -S dotnet run
#:package VtKit.Testing@*-*
#:property PublishAot=false

// Answers as a DataTable, and as CSV: any list or batch of objects does; an Intelligence search gives the same kind of items.
using System.Data;
using System.Globalization;
using VtKit;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
if (emulator is not null)
    foreach (var (name, count) in new[] { ("one.example", 3), ("two.example", 0), ("=three.example", 7) })
        await emulator.AddDomainAsync(name.TrimStart('='), VtTestVerdict.Malicious(count, of: 70));
string[] domains = args.Length > 0 ? args : ["one.example", "two.example", "three.example"];

string[] columns = ["last_analysis_date", "reputation", "registrar"];
var table = new DataTable("domains") { Locale = CultureInfo.InvariantCulture };
table.Columns.Add("id");
table.Columns.Add("malicious", typeof(long));
foreach (var column in columns) table.Columns.Add(column, typeof(object));
await foreach (var lookup in vt.Domains.LookupManyAsync(domains))
    if (lookup.Object is { } domain)
        table.Rows.Add([domain.Id, domain.LastAnalysisStats.Malicious, .. columns.Select(domain.ValueOf)]);

Console.WriteLine(string.Join(',', table.Columns.Cast<DataColumn>().Select(c => c.ColumnName)));
foreach (var row in table.Select("", "malicious DESC"))
    Console.WriteLine(string.Join(',', row.ItemArray.Select(Cell)));

// What begins like a formula would be run by a spreadsheet: an apostrophe makes it text.
static string Cell(object? value)
{
    var text = value is DateTimeOffset date ? date.ToString("u", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    if (value is string && text.Length > 0 && "=+-@\t\r".Contains(text[0])) text = "'" + text;
    return text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
