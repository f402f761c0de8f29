namespace VtKit.Cli.Tests;

public sealed class BehaviourTests : EmulatorTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    internal const string Seed =
        $$$"""
        {"objects": [
            {"type": "file_behaviour", "id": "{{{Sha256}}}_Zenbox", "artefacts": {"html": "PGgxPg==", "pcap": "cGFja2V0cw=="},
                "attributes": {"sandbox_name": "Zenbox", "analysis_date": 1710000100, "verdicts": ["MALWARE"], "verdict_labels": ["Dropper"], "tags": ["DETECT_DEBUG_ENVIRONMENT"],
                    "processes_tree": [{"process_id": "100", "name": "\"C:\\a.exe\" /silent", "children": [
                        {"process_id": "101", "name": "cmd.exe /c whoami\u001b[2J", "children": [{"process_id": "102", "name": "whoami"}]},
                        {"process_id": "103", "name": "powershell -enc SQBFAFgA and so on and on so that this line does not fit the eighty columns"}]}, {"process_id": "200", "name": "svchost.exe"}],
                    "dns_lookups": [{"hostname": "evil.example", "resolved_ips": ["192.0.2.1", "192.0.2.2"]}],
                    "http_conversations": [{"url": "http://evil.example/x", "request_method": "POST"}],
                    "ip_traffic": [{"destination_ip": "192.0.2.1", "destination_port": 443, "transport_layer_protocol": "TCP"}],
                    "files_written": ["C:\\b.dll"], "files_dropped": [{"path": "C:\\b.dll", "sha256": "00ff"}],
                    "registry_keys_set": [{"key": "HKCU\\Run\\a", "value": "C:\\a.exe"}], "mutexes_created": ["Global\\m"],
                    "mitre_attack_techniques": [{"id": "T1055", "signature_description": "Injects code", "severity": "IMPACT_SEVERITY_HIGH"}, {"id": "T1059", "signature_description": "Runs a shell", "severity": "IMPACT_SEVERITY_LOW"}]}},
            {"type": "file_behaviour", "id": "{{{Sha256}}}_Box One", "artefacts": {"pcap": "b3RoZXI="}, "attributes": {"sandbox_name": "Box One", "files_written": ["/tmp/x"]}},
            {"type": "attack_tactic", "id": "TA0002", "attributes": {"name": "Execution"}, "relationships": {"attack_techniques": {"data": [{"type": "attack_technique", "id": "T1059"}]}} },
            {"type": "attack_tactic", "id": "TA0005", "attributes": {"name": "Defense Evasion"}, "relationships": {"attack_techniques": {"data": [{"type": "attack_technique", "id": "T1055"}]}} },
            {"type": "attack_technique", "id": "T1055", "attributes": {"name": "Process Injection"}},
            {"type": "attack_technique", "id": "T1059", "attributes": {"name": "Command and Scripting Interpreter"}}]}
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        using var admin = new HttpClient { BaseAddress = Emulator.BaseAddress };
        using var content = new StringContent(Seed);
        (await admin.PostAsync(new Uri("_emulator/seed", UriKind.Relative), content)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_program_gets_what_the_service_says()
    {
        (await Vtk.RunAsync("behaviour", Md5, "--select", "$.files_written[*]")).Out.Split('\n').Order().ShouldBe(["", "/tmp/x", "C:\\b.dll"]);
        (await Vtk.RunAsync("behavior", Md5, "--sandbox", "box one", "--select", "files_written")).Out.ShouldBe("/tmp/x\n");
        (await Vtk.RunAsync("file", "behaviours", Md5, "--format", "table")).Out.ShouldContain("2024-03-09  Zenbox\n");
        var none = await Vtk.RunAsync("behaviour", Md5, "--sandbox", "Nobody");
        none.Code.ShouldBe(ExitCode.NotFound);
        none.ErrorLine.ShouldContain("there are Box One, Zenbox");
        (await Vtk.RunAsync("behaviour", new string('f', 64))).Code.ShouldBe(ExitCode.NotFound);
        (await Vtk.RunAsync("behaviour")).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task What_a_sandbox_recorded_is_saved()
    {
        var path = Path.Combine(Vtk.Home.FullName, "page.html");
        (await Vtk.RunAsync("behaviour", "download", "html", Md5, "-o", path)).ShouldBe(new CliResult(ExitCode.Ok, path + "\n", ""));
        File.ReadAllText(path).ShouldBe("<h1>");
        (await Vtk.RunAsync("behaviour", "download", "pcap", Md5, "-o", path, "--sandbox", "BOX ONE")).Code.ShouldBe(ExitCode.Ok);
        File.ReadAllText(path).ShouldBe("other");
        var several = await Vtk.RunAsync("behaviour", "download", "pcap", Md5);
        several.ShouldBe(new CliResult(ExitCode.Usage, "", "vtk: several sandboxes kept pcap: choose one with --sandbox: Box One, Zenbox\n"));
        (await Vtk.RunAsync("behaviour", "download", "evtx", Md5)).ShouldBe(new CliResult(ExitCode.NotFound, "", $"vtk: no sandbox kept evtx of {Md5}\n"));
        (await Vtk.RunAsync("behaviour", "download", "film", Md5)).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public void A_tree_without_end_has_one_here()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"process_id":"1","name":"x","children":[""", 400)) + string.Concat(Enumerable.Repeat("]}", 400));
        var tree = Samples.Parse($$$"""{"type":"x","id":"x","attributes":{"processes_tree":[{{{deep}}}]}}""");
        ProcessTree.Lines(new BehaviourSummary(tree.Attributes).ProcessesTree).Count.ShouldBeLessThan(30);
        var wide = string.Join(',', Enumerable.Repeat("""{"process_id":"1","name":"x"}""", 5000));
        var list = ProcessTree.Lines(new BehaviourSummary(Samples.Parse($$$"""{"type":"x","id":"x","attributes":{"processes_tree":[{{{wide}}}]}}""").Attributes).ProcessesTree);
        (list.Count, list[^1]).ShouldBe((100, "and more: see them with --format json"));
    }
}
